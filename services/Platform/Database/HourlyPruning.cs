using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Platform;

/// <summary>Deletes a table's old rows at start and every hour.</summary>
/// <param name="table">Its name, for the log.</param>
/// <param name="prune">Deletes them and returns how many.</param>
/// <param name="clock">Measures the hour.</param>
/// <param name="logger">Logs what was deleted.</param>
internal sealed partial class HourlyPruning(
    string table, Func<CancellationToken, Task<int>> prune, TimeProvider clock, ILogger<HourlyPruning> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                LogPruned(await prune(stoppingToken), table);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception, table);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(103, LogLevel.Debug, "Pruned {Count} rows of {Table}.")]
    private partial void LogPruned(int count, string table);

    [LoggerMessage(104, LogLevel.Warning, "Could not prune {Table}; trying again in an hour.")]
    private partial void LogFailed(Exception exception, string table);
}
