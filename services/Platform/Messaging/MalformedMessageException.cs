namespace TicketBooking.Platform;

/// <summary>A message that no retry can make readable. It is dropped to the dead-letter topic and later ones flow.</summary>
public sealed class MalformedMessageException : Exception
{
    /// <summary>Without a reason.</summary>
    public MalformedMessageException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    public MalformedMessageException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and keeps the cause.</summary>
    public MalformedMessageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
