using Npgsql;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Statistics;

/// <summary>
/// Brings the seats of big new events into the planner's statistics, soon after their commit: the message that made them is answered before. It
/// is one analysis for all events that came meanwhile, and never two at once, with however many instances.
/// </summary>
internal sealed partial class SeatAnalysis(NpgsqlDataSource database, TimeProvider clock, ILogger<SeatAnalysis> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var events = await SeatStatistics.ListUnanalysedAsync(database, stoppingToken);
                if (events.Count > 0 && await SeatStatistics.TryAnalyseAsync(database, events, stoppingToken))
                {
                    LogAnalysed(events.Count);
                }
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(2008, LogLevel.Information, "Analysed the seats of {Count} new events.")]
    private partial void LogAnalysed(int count);

    [LoggerMessage(2009, LogLevel.Debug, "The seats could not be analysed; trying again.")]
    private partial void LogFailed(Exception exception);
}
