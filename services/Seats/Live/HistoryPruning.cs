using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Live;

/// <summary>Keeps the history short. A request for a deleted batch gets the whole state.</summary>
internal sealed partial class HistoryPruning(
    NpgsqlDataSource database, IOptions<HistoryOptions> options, TimeProvider clock, ILogger<HistoryPruning> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PruneEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SeatChangeHistory.PruneAsync(database, options.Value.Age, options.Value.Batches, stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(2005, LogLevel.Warning, "The history of seat changes could not be pruned; trying again later.")]
    private partial void LogFailed(Exception exception);
}
