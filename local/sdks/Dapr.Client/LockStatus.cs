namespace Dapr.Client;

/// <summary>What an unlock found; the numbers are the protocol's.</summary>
public enum LockStatus
{
    /// <summary>The lock was released.</summary>
    Success,

    /// <summary>There is no such lock (any more).</summary>
    LockDoesNotExist,

    /// <summary>Another owner holds the lock.</summary>
    LockBelongsToOthers,

    /// <summary>The lock store failed.</summary>
    InternalError,
}
