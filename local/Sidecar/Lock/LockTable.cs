namespace TicketBooking.Sidecar.Lock;

/// <summary>
/// Locks with a time to live, in memory. Not reentrant: the owner who asks again is refused too. Expired ones are forgotten by
/// whoever comes next, so nothing runs while nobody asks.
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

    public UnlockOutcome Release(string resource, string owner)
    {
        lock (_guard)
        {
            ForgetExpired();
            if (!_held.TryGetValue(resource, out var held))
            {
                return UnlockOutcome.DoesNotExist;
            }

            if (held.Owner != owner)
            {
                return UnlockOutcome.BelongsToOthers;
            }

            _held.Remove(resource);
            return UnlockOutcome.Released;
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
