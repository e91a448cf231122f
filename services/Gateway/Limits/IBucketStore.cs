namespace TicketBooking.Gateway.Limits;

/// <summary>Stores the buckets that instances share, in another process.</summary>
internal interface IBucketStore
{
    /// <returns>The bucket, null when there is none, and its version.</returns>
    /// <exception cref="BucketStoreException">The store does not answer.</exception>
    Task<(TokenBucket? Bucket, string Version)> ReadAsync(BucketKey key, CancellationToken cancellationToken);

    /// <summary>Writes unless the bucket has changed since it was read.</summary>
    /// <returns>False when it has not been written; with some stores that is all that a failure looks like.</returns>
    /// <exception cref="BucketStoreException">The store does not answer.</exception>
    Task<bool> WriteAsync(BucketKey key, TokenBucket bucket, string version, Rate rate, CancellationToken cancellationToken);
}
