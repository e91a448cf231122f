using System.Data.Common;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Frees what banned users hold or are paying, so that a ban gives the seats back at once. What they have paid for stays theirs. Looks again
/// and again: a request that began before the ban may end after it. Any number of instances may run.
/// </summary>
internal sealed partial class BannedBuyers(
    NpgsqlDataSource database, Cancellations cancellations, BanList bans, TimeProvider clock, ILogger<BannedBuyers> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await CancelAsync(stoppingToken);
        }
    }

    private async Task CancelAsync(CancellationToken cancellationToken)
    {
        if (bans.Users is not { Count: > 0 } users)
        {
            return;
        }

        try
        {
            foreach (var bookingId in await BookingTable.UnpaidOfAsync(database, [.. users], cancellationToken))
            {
                await CancelAsync(bookingId, cancellationToken);
            }
        }
        catch (DbException exception)
        {
            LogFailed(exception);
        }
    }

    /// <summary>One that fails holds up no other. It is tried again until it is written that it ends; the sweeper does the rest.</summary>
    private async Task CancelAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        try
        {
            await cancellations.CancelSoonAsync(bookingId, cancellationToken);
            LogCancelled(bookingId);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(3012, LogLevel.Information, "Booking {BookingId} is cancelled: its buyer is banned.")]
    private partial void LogCancelled(Guid bookingId);

    [LoggerMessage(3013, LogLevel.Error, "The bookings of banned users could not be cancelled; trying again.")]
    private partial void LogFailed(Exception exception);
}
