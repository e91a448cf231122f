using Npgsql;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>An unfinished attempt and its place in the backlog.</summary>
internal sealed record UnfinishedPayment(AttemptRow Attempt, BacklogPosition Position);

/// <summary>Finds unfinished attempts for the sweeper. The ages leave requests, webhooks and workflows time to finish them first.</summary>
internal static class UnfinishedPayments
{
    private const int PageSize = 200;

    /// <summary>Attempts with money that is to be refunded, and that was due long ago.</summary>
    public static Backlog ToRefund { get; } = new(
        "attempt.refund_due_at", $"{RefundTable.IsOwing} AND attempt.refund_due_at < now() - $1");

    /// <summary>Attempts that are still open long after the time to pay.</summary>
    public static Backlog Overdue { get; } = new(
        "booking.expires_at", "attempt.outcome = 'OPEN' AND booking.expires_at < now() - $1");

    /// <summary>Attempts that are still open although their booking is cancelled.</summary>
    public static Backlog ToCancel { get; } = new(
        "booking.cancelled_at",
        "attempt.outcome = 'OPEN' AND booking.status = 'PENDING_PAYMENT' AND booking.cancelled_at < now() - $1");

    /// <summary>Attempts that ended without money while their intent may still be paid.</summary>
    public static Backlog ToAsk { get; } = new(
        "attempt.provider_due_at",
        """
        attempt.provider_settled_at IS NULL AND attempt.outcome NOT IN ('OPEN', 'PAID', 'REFUND_PENDING', 'REFUND_BLOCKED', 'REFUNDED')
          AND attempt.settled_at < now() - $1 AND attempt.provider_due_at <= now()
        """);

    /// <summary>Attempts that have ended and still have a workflow.</summary>
    public static Backlog ToPurge { get; } = new(
        "attempt.settled_at",
        "attempt.purged_at IS NULL AND attempt.scheduled_at IS NOT NULL AND attempt.settled_at < now() - $1");

    /// <summary>Reads the next page of a backlog.</summary>
    /// <param name="database">The database.</param>
    /// <param name="backlog">Which.</param>
    /// <param name="age">Younger ones are left out.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static Task<List<UnfinishedPayment>> PageAsync(
        NpgsqlDataSource database, Backlog backlog, TimeSpan age, BacklogPosition after, CancellationToken cancellationToken) =>
        database.Command(
            $"""
            SELECT {PaymentAttempts.Columns}, {backlog.Since} {PaymentAttempts.From}
            WHERE {backlog.Condition} AND ({backlog.Since}, attempt.id) > ($2, $3)
            ORDER BY {backlog.Since}, attempt.id LIMIT {PageSize}
            """,
            age,
            after.Since,
            after.Id).ListAsync(Read, cancellationToken);

    /// <summary>Doubles the pause until the provider is asked again, from 5 seconds to an hour.</summary>
    public static Task PostponeAskAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) => database.Command(
        """
        UPDATE tbl_payment_attempt SET provider_asks = provider_asks + 1,
          provider_due_at = now() + least(interval '1 hour', interval '5 seconds' * power(2, least(provider_asks, 10)))
        WHERE id = $1
        """,
        id).CommitAsync(Steps.CommitAskPostponed, cancellationToken);

    public static Task SetPurgedAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) =>
        database.Command("UPDATE tbl_payment_attempt SET purged_at = now() WHERE id = $1", id)
            .CommitAsync(Steps.CommitWorkflowPurged, cancellationToken);

    private static UnfinishedPayment Read(NpgsqlDataReader row)
    {
        var attempt = PaymentAttempts.Read(row);
        return new UnfinishedPayment(attempt, new BacklogPosition(row.GetFieldValue<DateTimeOffset>(PaymentAttempts.NextColumn), attempt.Id));
    }
}
