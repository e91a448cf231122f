namespace Dapr.Client;

/// <summary>The outcome of <see cref="DaprClient.Unlock"/>.</summary>
public class UnlockResponse(LockStatus status)
{
#pragma warning disable IDE1006 // The vendor's name
    /// <summary>What happened to the lock.</summary>
    public LockStatus status { get; set; } = status;
#pragma warning restore IDE1006
}
