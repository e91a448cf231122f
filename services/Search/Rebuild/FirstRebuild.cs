using Npgsql;
using TicketBooking.Search.Data;

namespace TicketBooking.Search.Rebuild;

/// <summary>
/// Fills an empty truth at the start: topics keep messages for days only. One instance does it, and tries until the other services answer.
/// </summary>
internal sealed partial class FirstRebuild(
    NpgsqlDataSource database, TruthRebuild rebuild, TimeProvider clock, ILogger<FirstRebuild> logger) : BackgroundService
{
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TryEvery, clock);
        var isFailing = false;
        do
        {
            try
            {
                if (await IsDoneAsync(stoppingToken))
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is NpgsqlException or HttpRequestException)
            {
                if (!isFailing)
                {
                    LogWaiting(exception.Message);
                }

                isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        if (await RebuildTable.IsFinishedAsync(database, cancellationToken))
        {
            return true;
        }

        await using var holder = await AdvisoryLock.TryTakeAsync(database, AdvisoryLock.FirstRebuild, cancellationToken);
        if (holder is null)
        {
            return false;
        }

        await rebuild.RunAsync(cancellationToken);
        return true;
    }

    [LoggerMessage(5003, LogLevel.Information, "The index is empty, and the other services cannot be asked yet; trying again: {Reason}")]
    private partial void LogWaiting(string reason);
}
