using Npgsql;
using TicketBooking.Booking.Data;

namespace TicketBooking.Booking.Payments;

/// <summary>What is done about one kind of unfinished payment.</summary>
/// <param name="Name">What is done, for the log.</param>
/// <param name="Backlog">Which attempts.</param>
/// <param name="Age">Younger attempts are left to requests, webhooks and workflows.</param>
/// <param name="Finish">Finishes one of them.</param>
internal sealed record SweepStep(string Name, Backlog Backlog, TimeSpan Age, Func<AttemptRow, CancellationToken, Task> Finish);

/// <summary>Lists the steps of the sweeper.</summary>
internal sealed class SweepSteps(
    NpgsqlDataSource database, PaymentWorkflowClient workflows, PaymentSettlement settlement, Cancellations cancellations)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan KeepWorkflow = TimeSpan.FromMinutes(1);

    /// <param name="grace">How long after its end an open payment is left to its workflow.</param>
    public IReadOnlyList<SweepStep> All(TimeSpan grace) =>
    [
        new("cancel a payment", UnfinishedPayments.ToCancel, Age, (attempt, cancel) => cancellations.CancelAsync(attempt.BookingId, cancel)),
        new("end a payment", UnfinishedPayments.Overdue, grace, EndAsync),
        new("ask for late money", UnfinishedPayments.ToAsk, Age, AskAsync),
        new("purge a workflow", UnfinishedPayments.ToPurge, KeepWorkflow, PurgeAsync),
    ];

    private Task<PaymentEnding> EndAsync(AttemptRow attempt, CancellationToken cancellationToken) =>
        settlement.EndAsync(attempt.Id, EndReason.TimeOver, mayWait: false, cancellationToken);

    /// <summary>Postpones first: an intent that cannot be asked about must not be asked about at every sweep.</summary>
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
}
