namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>Looks at start, and then every few seconds, whether an index serves; builds one when none does.</summary>
internal sealed partial class IndexUpkeep(ElasticsearchIndexes indexes, TimeProvider clock, ILogger<IndexUpkeep> logger) : BackgroundService
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        var isFailing = false;
        do
        {
            try
            {
                await indexes.EnsureAsync(stoppingToken);
                isFailing = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is: the next look finds what was left, and goes on from there.
                if (!isFailing)
                {
                    LogFailed(exception);
                }

                isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(5053, LogLevel.Error, "The index could not be looked after; trying again.")]
    private partial void LogFailed(Exception exception);
}
