using System.Diagnostics.CodeAnalysis;
using TicketBooking.DaprWire;
using Wire = TicketBooking.DaprWire.Runtime;

namespace Dapr.Client;

public sealed partial class DaprClient
{
    /// <summary>
    /// Tries once to take a lock, without waiting: <c>TryLockAlpha1</c>. A lock that somebody holds is an answer
    /// (<see cref="TryLockResponse.Success"/> false), not an exception, also when the holder is <paramref name="lockOwner"/> itself.
    /// </summary>
    /// <param name="storeName">The lock component.</param>
    /// <param name="resourceId">What is locked.</param>
    /// <param name="lockOwner">Who locks; only the same owner can unlock.</param>
    /// <param name="expiryInSeconds">Seconds until the lock falls away by itself; there is no renewal.</param>
    /// <param name="cancellationToken">Ends the call; the lock may have been taken nevertheless.</param>
    /// <exception cref="ArgumentException">A name is empty, or the expiry not positive.</exception>
    /// <exception cref="DaprException">The sidecar or the lock store failed.</exception>
    [Experimental("DAPR_DISTRIBUTEDLOCK")]
    public async Task<TryLockResponse> Lock(
        string storeName, string resourceId, string lockOwner, int expiryInSeconds, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(resourceId);
        ArgumentException.ThrowIfNullOrEmpty(lockOwner);
        if (expiryInSeconds <= 0)
        {
            throw new ArgumentException($"The expiry must be positive, it is {expiryInSeconds}.", nameof(expiryInSeconds));
        }

        var request = new Wire.TryLockRequest
        {
            StoreName = storeName, ResourceId = resourceId, LockOwner = lockOwner, ExpiryInSeconds = expiryInSeconds,
        };
        var response = await CallAsync("Lock", DaprMethods.TryLock, request, cancellationToken);
        return new TryLockResponse { StoreName = storeName, ResourceId = resourceId, LockOwner = lockOwner, Success = response.Success };
    }

    /// <summary>Gives a lock back: <c>UnlockAlpha1</c>. A lock that is gone or another's is an answer, not an exception.</summary>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    /// <exception cref="DaprException">The sidecar or the lock store failed.</exception>
    [Experimental("DAPR_DISTRIBUTEDLOCK")]
    public async Task<UnlockResponse> Unlock(
        string storeName, string resourceId, string lockOwner, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(storeName);
        ArgumentException.ThrowIfNullOrEmpty(resourceId);
        ArgumentException.ThrowIfNullOrEmpty(lockOwner);
        var request = new Wire.UnlockRequest { StoreName = storeName, ResourceId = resourceId, LockOwner = lockOwner };
        var response = await CallAsync("Unlock", DaprMethods.Unlock, request, cancellationToken);
        return new UnlockResponse((LockStatus)response.Status);
    }
}
