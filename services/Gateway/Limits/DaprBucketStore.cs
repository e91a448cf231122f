using Dapr;
using Dapr.Client;
using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Limits;

/// <summary>Buckets in a Dapr state store, first write wins.</summary>
internal sealed class DaprBucketStore(DaprClient dapr, IOptions<LimitOptions> options) : IBucketStore
{
    /// <summary>How far the clocks of two gateways may differ without a bucket being forgotten before it is full.</summary>
    private const int SpareSeconds = 60;

    private static readonly StateOptions FirstWrite = new() { Concurrency = ConcurrencyMode.FirstWrite };

    public async Task<(TokenBucket? Bucket, string Version)> ReadAsync(BucketKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await dapr.GetStateAndETagAsync<TokenBucket?>(options.Value.Store, key.ToString(), cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is DaprException or OperationCanceledException)
        {
            throw new BucketStoreException("The state store did not answer a read.", exception);
        }
    }

    public async Task<bool> WriteAsync(BucketKey key, TokenBucket bucket, string version, Rate rate, CancellationToken cancellationToken)
    {
        // A bucket unused for so long is full, the same as none.
        var metadata = new Dictionary<string, string> { ["ttlInSeconds"] = $"{(int)Math.Ceiling(rate.Window.TotalSeconds) + SpareSeconds}" };
        try
        {
            if (version.Length > 0)
            {
                return await dapr.TrySaveStateAsync(options.Value.Store, key.ToString(), bucket, version, FirstWrite, metadata, cancellationToken);
            }

            await dapr.SaveStateAsync(options.Value.Store, key.ToString(), bucket, FirstWrite, metadata, cancellationToken);
            return true;
        }
        catch (DaprException) when (version.Length == 0)
        {
            // Another instance may have made it first, and no ETag shows that. Reading it again does.
            return false;
        }
        catch (Exception exception) when (exception is DaprException or OperationCanceledException)
        {
            throw new BucketStoreException("The state store did not answer a write.", exception);
        }
    }
}
