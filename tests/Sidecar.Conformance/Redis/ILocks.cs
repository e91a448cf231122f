namespace TicketBooking.Sidecar.Conformance.Redis;

/// <summary>Dapr's lock API.</summary>
internal interface ILocks
{
    Task<bool> TryLockAsync(string resource, string owner, int seconds);

    /// <returns>0 released, 1 there is no such lock, 2 it is another's.</returns>
    Task<int> UnlockAsync(string resource, string owner);

    Task PassAsync(int seconds);
}
