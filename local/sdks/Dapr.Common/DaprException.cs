namespace Dapr;

/// <summary>A call to the sidecar failed; the inner exception says how.</summary>
public class DaprException : Exception
{
    /// <summary>A failure without an underlying one.</summary>
    public DaprException(string message)
        : base(message)
    {
    }

    /// <summary>A failure caused by another.</summary>
    public DaprException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
