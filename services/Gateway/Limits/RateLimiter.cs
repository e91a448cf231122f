using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// A token bucket per client, shared by all instances. Most decisions are made from memory: out of a lease, or because the bucket is known
/// to be empty. docs/gateway.md lists the guarantees.
/// </summary>
internal sealed class RateLimiter(
    SharedBuckets shared, StoreOutage outage, BucketTable table, TimeProvider clock, IOptions<LimitOptions> options)
{
    private readonly long _start = clock.GetTimestamp();

    private long Now => (long)clock.GetElapsedTime(_start).TotalMilliseconds;

    /// <param name="key">Names the bucket.</param>
    /// <param name="rate">How it fills.</param>
    /// <param name="cancellationToken">Ends the wait, not the lease, for which others may wait.</param>
    public async ValueTask<Verdict> AskAsync(BucketKey key, Rate rate, CancellationToken cancellationToken)
    {
        var bucket = table.Get(key, rate, Now);
        while (true)
        {
            if (bucket.TryDecide(Now) is { } verdict)
            {
                return verdict;
            }

            if (options.Value.Store.Length == 0 || !await TryLeaseAsync(key, bucket, cancellationToken))
            {
                return bucket.DecideAlone(Now);
            }
        }
    }

    /// <summary>Decides by a bucket of this gateway alone.</summary>
    public Verdict AskHere(BucketKey key, Rate rate) => table.Get(key, rate, Now).DecideAlone(Now);

    /// <returns>False when the store is away.</returns>
    private async ValueTask<bool> TryLeaseAsync(BucketKey key, LocalBucket bucket, CancellationToken cancellationToken)
    {
        if (!outage.MayAsk(Now))
        {
            return false;
        }

        var lease = bucket.JoinLease(out var isFirst);
        return isFirst ? await LeaseAsync(key, bucket) : await lease.WaitAsync(cancellationToken);
    }

    private async Task<bool> LeaseAsync(BucketKey key, LocalBucket bucket)
    {
        var hasAnswer = false;
        try
        {
            using var deadline = new CancellationTokenSource(options.Value.StoreTimeout, clock);
            var (wanted, returned) = bucket.NextLease(Now);
            var (granted, left) = await shared.LeaseAsync(key, bucket.Rate, wanted, returned, deadline.Token);
            bucket.Leased(granted, left, Now);
            outage.Succeeded();
            hasAnswer = true;
        }
        catch (BucketStoreException exception)
        {
            outage.Failed(Now, exception);
        }
        finally
        {
            bucket.EndLease(hasAnswer);
        }

        return hasAnswer;
    }
}
