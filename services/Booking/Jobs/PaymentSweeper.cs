using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Payments;

namespace TicketBooking.Booking.Jobs;

/// <summary>
/// Finishes what a crash left unfinished: workflows never started, payments nobody ended, refunds not made; and tidies up. The usual way
/// does not need it. Any number of instances may run, because each step may be done twice.
/// </summary>
internal sealed partial class PaymentSweeper(
    NpgsqlDataSource database,
    PaymentWorkflows workflows,
    PaymentSettlement settlement,
    Cancellations cancellations,
    Refunds refunds,
    IOptions<PaymentOptions> options,
    TimeProvider clock,
    ILogger<PaymentSweeper> logger) : BackgroundService
{
    /// <summary>What is younger is still on its usual way.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan KeepWorkflow = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan KeepWebhook = TimeSpan.FromDays(35);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        do
        {
            await SweepAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Goes once through everything that is unfinished.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        await EachAsync(UnfinishedPayments.ToRefundAsync, Age, refunds.MakeAsync, cancellationToken);
        await EachAsync(UnfinishedPayments.ToStartAsync, Age, workflows.TryStartAsync, cancellationToken);
        await EachAsync(UnfinishedPayments.ToCancelAsync, Age, CancelAsync, cancellationToken);
        await EachAsync(UnfinishedPayments.OverdueAsync, options.Value.Grace, EndAsync, cancellationToken);
        await EachAsync(UnfinishedPayments.ToAskAsync, Age, AskAsync, cancellationToken);
        await EachAsync(UnfinishedPayments.ToPurgeAsync, KeepWorkflow, PurgeAsync, cancellationToken);
        await TryAsync(() => WebhookInbox.PruneAsync(database, KeepWebhook, cancellationToken), cancellationToken);
    }

    private async Task EachAsync(
        Func<NpgsqlDataSource, TimeSpan, CancellationToken, Task<List<AttemptRow>>> find,
        TimeSpan age,
        Func<AttemptRow, CancellationToken, Task> finish,
        CancellationToken cancellationToken)
    {
        List<AttemptRow> found = [];
        await TryAsync(async () => found = await find(database, age, cancellationToken), cancellationToken);
        foreach (var attempt in found)
        {
            await TryAsync(() => finish(attempt, cancellationToken), cancellationToken);
        }
    }

    private Task EndAsync(AttemptRow attempt, CancellationToken cancellationToken) =>
        settlement.EndAsync(attempt.Id, EndReason.TimeOver, mayWait: false, cancellationToken);

    private Task CancelAsync(AttemptRow attempt, CancellationToken cancellationToken) =>
        cancellations.CancelAsync(attempt.BookingId, cancellationToken);

    /// <summary>Postponed first: an intent that cannot be asked about must not be asked about at every sweep.</summary>
    private async Task AskAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        await UnfinishedPayments.PostponeAskAsync(database, attempt.Id, cancellationToken);
        await EndAsync(attempt, cancellationToken);
    }

    private async Task PurgeAsync(AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (await workflows.TryPurgeAsync(attempt.Id, cancellationToken))
        {
            await UnfinishedPayments.SetPurgedAsync(database, attempt.Id, cancellationToken);
        }
    }

    /// <summary>One failure must not keep the rest from being finished; it is met again at the next sweep.</summary>
    private async Task TryAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(3050, LogLevel.Warning, "An unfinished payment could not be finished; trying again at the next sweep.")]
    private partial void LogFailed(Exception exception);
}
