using Status = TicketBooking.Sidecar.Wire.UnlockResponse.Types.Status;

namespace TicketBooking.Sidecar.Lock;

/// <summary>
/// Locks with a time to live, in memory. Not reentrant: the owner that asks again is refused too. What has expired counts for nothing, and
/// is swept out with every so many calls.
/// </summary>
internal sealed class LockTable(TimeProvider time)
{
    private const int SweepEvery = 1024;
    private readonly System.Threading.Lock _guard = new();
    private readonly Dictionary<string, (string Owner, DateTimeOffset Until)> _held = new(StringComparer.Ordinal);
    private int _calls;

    public bool TryTake(string resource, string owner, TimeSpan timeToLive)
    {
        lock (_guard)
        {
            var now = time.GetUtcNow();
            if (++_calls % SweepEvery == 0)
            {
                _held.Where(held => held.Value.Until <= now).ToList().ForEach(held => _held.Remove(held.Key));
            }

            if (_held.TryGetValue(resource, out var held) && held.Until > now)
            {
                return false;
            }

            _held[resource] = (owner, now + timeToLive);
            return true;
        }
    }

    public Status Release(string resource, string owner)
    {
        lock (_guard)
        {
            if (!_held.TryGetValue(resource, out var held) || held.Until <= time.GetUtcNow())
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
}
