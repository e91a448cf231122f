using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Limits;

/// <summary>Leases a token once at start: to connect to the store takes longer than a request may wait for it.</summary>
internal sealed partial class StoreWarmUp(SharedBuckets shared, IOptions<LimitOptions> options, ILogger<StoreWarmUp> logger) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly BucketKey Key = new("start", "gateway");
    private static readonly Rate Rate = new(PerSecond: 1, Burst: 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Store.Length == 0)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(Longest);
        try
        {
            await shared.LeaseAsync(Key, Rate, wanted: 1, returned: 0, limit.Token);
        }
        catch (BucketStoreException exception)
        {
            LogNotYet(exception.InnerException?.Message ?? exception.Message);
        }
    }

    [LoggerMessage(4012, LogLevel.Information, "The store of rate limits does not answer yet: {Reason}")]
    private partial void LogNotYet(string reason);
}
