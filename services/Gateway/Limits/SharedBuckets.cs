namespace TicketBooking.Gateway.Limits;

/// <summary>Leases tokens from the buckets that all instances share.</summary>
internal sealed class SharedBuckets(IBucketStore store, TimeProvider clock, LimitMetrics metrics)
{
    /// <summary>As many instances may be at one bucket at the same time and each still gets its turn.</summary>
    private const int Attempts = 5;

    /// <param name="key">Names the bucket.</param>
    /// <param name="rate">How it fills.</param>
    /// <param name="wanted">Tokens to take.</param>
    /// <param name="returned">Tokens of the last lease that go back; negative for tokens that are owed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What was granted and what is left; nothing and an empty bucket when other instances were always faster.</returns>
    /// <exception cref="BucketStoreException">The store does not answer, or refuses to write a bucket that has not changed.</exception>
    public async Task<(int Granted, TokenBucket Left)> LeaseAsync(
        BucketKey key, Rate rate, int wanted, int returned, CancellationToken cancellationToken)
    {
        string? refused = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            metrics.StoreCall();
            var (bucket, version) = await store.ReadAsync(key, cancellationToken);
            if (version == refused)
            {
                throw new BucketStoreException("The state store does not take a write.");
            }

            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            // Only the first attempt gives back: a write that looks refused may have been carried out. What is owed is paid by each.
            var (left, granted) = (bucket ?? TokenBucket.Full(rate, now)).Take(rate, now, wanted, attempt == 0 ? returned : Math.Min(returned, 0));
            if ((granted == 0 && returned >= 0) || await WriteAsync(key, left, version, rate, cancellationToken))
            {
                return (granted, left);
            }

            refused = version;
        }

        return (0, new(0, 0));
    }

    private Task<bool> WriteAsync(BucketKey key, TokenBucket left, string version, Rate rate, CancellationToken cancellationToken)
    {
        metrics.StoreCall();
        return store.WriteAsync(key, left, version, rate, cancellationToken);
    }
}
