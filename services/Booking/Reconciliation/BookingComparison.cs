using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Payments;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Compares bookings with their claims, attempts, times, webhooks and cancellations.</summary>
internal sealed class BookingComparison(
    NpgsqlDataSource database, BookingRepairs repairs, PaymentSettlement settlement, Refunds refunds, IOptions<PaymentOptions> options)
{
    /// <summary>How long the sweeper may take.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    public async Task<List<Finding>> FindAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        await AddAsync("seats-missing", Discrepancies.SeatsMissingAsync, id => cancel => repairs.TakeSeatsAgainAsync(Guid.Parse(id), cancel));
        await AddAsync("seats-kept", Discrepancies.SeatsKeptAsync, id => cancel => repairs.FreeSeatsAsync(Guid.Parse(id), cancel));
        await AddAsync("seats-taken", Discrepancies.SeatsTakenAsync, repair: null);
        await AddAsync("status", Discrepancies.StatusesAsync, repair: null);
        await AddAsync("refund-forgotten", Discrepancies.RefundsForgottenAsync, id => cancel => repairs.FinishRefundAsync(Guid.Parse(id), cancel));
        await AddAsync("refund-blocked", Discrepancies.RefundsBlockedAsync, repair: null);
        await AddAsync("hold-overdue", Discrepancies.HoldsOverdueAsync, _ => repairs.EndHoldsAsync);
        await AddAsync("webhook-waiting", Discrepancies.WebhooksWaitingAsync, id => cancel => repairs.DeliverAsync(id, cancel));
        await AddAsync(
            "cancellation-forgotten", Discrepancies.CancellationsForgottenAsync, id => cancel => repairs.CancelEventAsync(Guid.Parse(id), cancel));
        findings.AddRange(await OverdueAsync(cancellationToken));
        return findings;

        async Task AddAsync(
            string kind,
            Func<NpgsqlDataSource, CancellationToken, Task<List<Discrepancy>>> find,
            Func<string, Func<CancellationToken, Task>>? repair)
        {
            foreach (var (id, detail) in await find(database, cancellationToken))
            {
                findings.Add(new Finding(kind, id, detail) { Repair = repair?.Invoke(id) });
            }
        }
    }

    /// <summary>Finds what the workflow or the sweeper should have done.</summary>
    private async Task<IEnumerable<Finding>> OverdueAsync(CancellationToken cancellationToken)
    {
        var open = await UnfinishedPayments.PageAsync(
            database, UnfinishedPayments.Overdue, options.Value.Grace + Slack, after: default, cancellationToken);
        var owed = await UnfinishedPayments.PageAsync(database, UnfinishedPayments.ToRefund, Slack, after: default, cancellationToken);
        return [
            .. open.Select(found => found.Attempt).Select(attempt => new Finding("payment-overdue", $"{attempt.BookingId}", $"attempt {attempt.Id} is still OPEN")
            {
                Repair = cancel => settlement.EndAsync(attempt.Id, EndReason.TimeOver, mayWait: false, cancel),
            }),
            .. owed.Select(found => found.Attempt).Select(attempt => new Finding("refund-overdue", $"{attempt.BookingId}", $"attempt {attempt.Id} waits for its refund")
            {
                Repair = cancel => refunds.MakeIfDueAsync(attempt.Id, cancel),
            })];
    }
}
