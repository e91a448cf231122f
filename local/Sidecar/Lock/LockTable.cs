using Status = TicketBooking.Sidecar.Wire.UnlockResponse.Types.Status;

namespace TicketBooking.Sidecar.Lock;

/// <summary>
/// Locks with a time to live, in memory. Not reentrant: the owner that asks again is refused too. Expired ones are forgotten
/// with the next call, so nothing runs between calls.
/// </summary>
internal sealed class LockTable(TimeProvider time)
{
    private readonly System.Threading.Lock _guard = new();
    private readonly Dictionary<string, (string Owner, DateTimeOffset Until)> _held = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _expiries = new();

    public bool TryTake(string resource, string owner, TimeSpan timeToLive)
    {
        lock (_guard)
        {
            ForgetExpired();
            var until = time.GetUtcNow() + timeToLive;
            if (!_held.TryAdd(resource, (owner, until)))
            {
                return false;
            }

            _expiries.Enqueue(resource, until);
            return true;
        }
    }

    public Status Release(string resource, string owner)
    {
        lock (_guard)
        {
            ForgetExpired();
            if (!_held.TryGetValue(resource, out var held))
            {
                return Status.LockDoesNotExist;
            }

            if (held.Owner != owner)
            {
                return Status.LockBelongsToOthers;
            }

            _held.Remove(resource);
            return Status.Success;
        }
    }

    // A released lock leaves its expiry behind; it must not end the next holder's lock.
    private void ForgetExpired()
    {
        var now = time.GetUtcNow();
        while (_expiries.TryPeek(out var resource, out var until) && until <= now)
        {
            _expiries.Dequeue();
            if (_held.TryGetValue(resource, out var held) && held.Until <= now)
            {
                _held.Remove(resource);
            }
        }
    }
}
