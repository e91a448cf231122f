using System.Data.Common;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Scheduling;

namespace TicketBooking.Booking.Payments;

/// <summary>
/// Starts the workflows of attempts whose time to pay is over without news. Each attempt is a due row from the commit of its booking on, so no
/// crash forgets it. Any number of instances may run.
/// </summary>
internal sealed partial class WorkflowStarter(
    NpgsqlDataSource database, PaymentWorkflowClient workflows, WorkflowStartSignal signal, ILogger<WorkflowStarter> logger) : BackgroundService
{
    private const int BatchSize = 32;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Starts those that are due, in batches. One that fails is due again after the lease and delays no other.</summary>
    public async Task StartDueAsync(CancellationToken cancellationToken)
    {
        var failures = new Failures();
        while (await PaymentAttempts.LeaseUnscheduledAsync(database, BatchSize, Lease, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var failure in await Task.WhenAll(due.Select(attempt => TryStartAsync(attempt, cancellationToken))))
            {
                if (failure is not null)
                {
                    failures.Add(failure);
                }
            }
        }

        if (failures.Count > 0)
        {
            LogNotStarted(failures.Count, failures.First);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.SleepAsync(await DispatchAsync(stoppingToken), stoppingToken);
        }
    }

    /// <summary>Starts what is due; returns the time until the next is.</summary>
    private async Task<TimeSpan> DispatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartDueAsync(cancellationToken);
            return InterruptibleSleep.PauseUntil(
                await PaymentAttempts.UntilUnscheduledAsync(database, cancellationToken) ?? LongestSleep, LongestSleep);
        }
        catch (DbException exception)
        {
            LogFailed(exception);
            return PauseAfterFailure;
        }
    }

    private async Task<Exception?> TryStartAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        try
        {
            await workflows.StartAsync(attempt, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception;
        }
    }

    [LoggerMessage(3030, LogLevel.Warning, "{Count} workflows of payments could not be started; each is tried again. The first: {Reason}")]
    private partial void LogNotStarted(int count, string reason);

    [LoggerMessage(3031, LogLevel.Error, "Payments whose time is over cannot be read; trying again.")]
    private partial void LogFailed(Exception exception);
}
