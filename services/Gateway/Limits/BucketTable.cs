using System.Collections.Concurrent;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// The buckets in memory, never more than <c>capacity</c>: two generations, of which the older is forgotten when the younger has taken half.
/// A bucket in use moves to the younger one, so many new addresses push out idle ones first. Dropping one costs a lease at most.
/// </summary>
internal sealed class BucketTable(int capacity)
{
    private readonly Lock _turning = new();
    private ConcurrentDictionary<BucketKey, LocalBucket> _young = new();
    private ConcurrentDictionary<BucketKey, LocalBucket> _old = new();
    private int _added;

    public int Count => _young.Count + _old.Count;

    public LocalBucket Get(BucketKey key, Rate rate, long now)
    {
        var young = _young;
        if (young.TryGetValue(key, out var known))
        {
            return known;
        }

        var bucket = _old.TryGetValue(key, out var older) ? older : new LocalBucket(rate, now);
        var kept = young.GetOrAdd(key, bucket);
        if (ReferenceEquals(kept, bucket) && Interlocked.Increment(ref _added) >= capacity / 2)
        {
            Turn(young);
        }

        return kept;
    }

    private void Turn(ConcurrentDictionary<BucketKey, LocalBucket> full)
    {
        lock (_turning)
        {
            if (ReferenceEquals(_young, full))
            {
                (_old, _young, _added) = (full, new(), 0);
            }
        }
    }
}
