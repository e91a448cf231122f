using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Scheduling;

namespace TicketBooking.Booking.Payments;

/// <summary>Makes refunds as they become due. Any number of instances may run.</summary>
internal sealed partial class RefundDispatcher(
    NpgsqlDataSource database,
    DueRefunds due,
    RefundSignal signal,
    BookingMetrics metrics,
    IOptions<PaymentOptions> options,
    ILogger<RefundDispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.SleepAsync(await DispatchAsync(stoppingToken), stoppingToken);
        }
    }

    /// <summary>Makes what is due; returns the time until the next is.</summary>
    private async Task<TimeSpan> DispatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var failures = new Failures();
            while (await due.MakeBatchAsync(failures, cancellationToken))
            {
                await CountAsync(cancellationToken);
            }

            if (failures.Count > 0)
            {
                LogNotMade(failures.Count, failures.First);
            }

            await CountAsync(cancellationToken);
            var next = await RefundTable.UntilNextAsync(database, cancellationToken) ?? options.Value.SweepInterval;
            return InterruptibleSleep.PauseUntil(next, options.Value.SweepInterval);
        }
        catch (DbException exception)
        {
            LogFailed(exception);
            return PauseAfterFailure;
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var (owed, blocked) = await RefundTable.CountAsync(database, cancellationToken);
        metrics.Refunds(owed, blocked);
    }

    [LoggerMessage(3070, LogLevel.Error, "Refunds cannot be read; trying again.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3071, LogLevel.Warning, "{Count} refunds could not be made; each is tried again after a growing pause. The first: {Reason}")]
    private partial void LogNotMade(int count, string reason);
}
