using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Payments;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Compares payment attempts with their workflows.</summary>
internal sealed class WorkflowComparison(NpgsqlDataSource database, PaymentWorkflowClient workflows)
{
    public async Task<List<Finding>> FindAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        foreach (var facts in await Discrepancies.AttemptsAsync(database, DateTimeOffset.UnixEpoch, cancellationToken))
        {
            if (await FindAsync(facts, cancellationToken) is { } finding)
            {
                findings.Add(finding);
            }
        }

        return findings;
    }

    private async Task<Finding?> FindAsync(AttemptFacts facts, CancellationToken cancellationToken)
    {
        var attempt = facts.Attempt;
        var isOpen = attempt.Outcome == AttemptOutcome.Open;
        if (isOpen && facts.IsOver && !attempt.IsScheduled)
        {
            return Of(attempt, "workflow-not-started", "is OPEN, and its time is over") with { Repair = cancel => workflows.StartAsync(attempt, cancel) };
        }

        if (!attempt.IsScheduled || facts.IsPurged || isOpen == await workflows.IsRunningAsync(attempt.Id, cancellationToken))
        {
            return null;
        }

        return isOpen
            ? Of(attempt, "workflow-missing", "is OPEN without it; webhooks have their effect directly and the sweeper ends it in time")
            : Of(attempt, "workflow-left", $"is {attempt.Outcome.Code()}") with
            {
                Repair = cancel => workflows.TellAsync(attempt, new PaymentResult("", PaymentNews.Canceled), cancel),
            };
    }

    private static Finding Of(AttemptRow attempt, string kind, string what) =>
        new(kind, $"{attempt.BookingId}", $"attempt {attempt.Id} {what}");
}
