using System.Data.Common;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Locks;
using TicketBooking.Booking.Scheduling;

namespace TicketBooking.Booking.Sales;

/// <summary>
/// Frees the seats of holds as soon as they end, so that every seat map shows it without any traffic. Correctness does not need it: the
/// next buyer can take an ended claim anyway. Any number of instances may run.
/// </summary>
internal sealed partial class HoldExpiry(
    NpgsqlDataSource database,
    EndedHolds endedHolds,
    SeatLocks locks,
    HoldExpirySignal signal,
    ILogger<HoldExpiry> logger) : BackgroundService
{
    /// <summary>How late the holds of an instance that died are found, at most.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.SleepAsync(await ExpireAsync(stoppingToken), stoppingToken);
        }
    }

    /// <summary>Expires what has ended; returns the time until the next hold ends.</summary>
    private async Task<TimeSpan> ExpireAsync(CancellationToken cancellationToken)
    {
        try
        {
            var ended = new List<EndedHold>();
            while (await endedHolds.ExpireBatchAsync(cancellationToken) is { Count: > 0 } batch)
            {
                LogExpired(batch.Count);
                ended.AddRange(batch);
            }

            await Parallel.ForEachAsync(ended, cancellationToken, async (hold, cancelled) =>
                await locks.ReleaseAsync(hold.BookingId, hold.EventId, hold.SeatIds, cancelled));
            var next = await BookingTable.UntilFirstHoldEndsAsync(database, cancellationToken) ?? LongestSleep;
            return InterruptibleSleep.PauseUntil(next, LongestSleep);
        }
        catch (DbException exception)
        {
            LogFailed(exception);
            return PauseAfterFailure;
        }
    }

    [LoggerMessage(3010, LogLevel.Information, "{Count} holds ended.")]
    private partial void LogExpired(int count);

    [LoggerMessage(3011, LogLevel.Error, "Ended holds could not be released; trying again.")]
    private partial void LogFailed(Exception exception);
}
