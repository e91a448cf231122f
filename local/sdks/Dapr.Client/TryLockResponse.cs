using System.Diagnostics.CodeAnalysis;

namespace Dapr.Client;

/// <summary>
/// The outcome of <see cref="DaprClient.Lock"/>. Like the vendor's, disposing one that succeeded unlocks through a new client
/// built from environment variables; use <see cref="DaprClient.Unlock"/> where the sidecar is configured otherwise.
/// </summary>
[Experimental("DAPR_DISTRIBUTEDLOCK")]
public sealed class TryLockResponse : IAsyncDisposable
{
    /// <summary>Whether the lock was taken.</summary>
    public bool Success { get; init; }

    /// <summary>What was to be locked.</summary>
    public string ResourceId { get; init; } = null!;

    /// <summary>Who asked.</summary>
    public string LockOwner { get; init; } = null!;

    /// <summary>The lock component.</summary>
    public string StoreName { get; init; } = null!;

    /// <summary>Unlocks if the lock was taken.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Success)
        {
            using var client = new DaprClientBuilder().Build();
            await client.Unlock(StoreName, ResourceId, LockOwner);
        }
    }
}
