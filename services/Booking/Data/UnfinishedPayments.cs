using Npgsql;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>Finds unfinished attempts for the sweeper. The ages leave requests, webhooks and workflows time to finish them first.</summary>
internal static class UnfinishedPayments
{
    private const int Most = 200;

    /// <summary>Finds attempts with money that is to be refunded and is not yet.</summary>
    public static Task<List<AttemptRow>> ToRefundAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) =>
        FindAsync(
            database,
            "attempt.outcome = 'REFUND_PENDING' AND attempt.settled_at < now() - $1 ORDER BY attempt.settled_at",
            age,
            cancellationToken);

    /// <summary>Finds attempts without a started workflow.</summary>
    public static Task<List<AttemptRow>> ToStartAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) =>
        FindAsync(
            database,
            "attempt.scheduled_at IS NULL AND attempt.outcome = 'OPEN' AND attempt.created_at < now() - $1 ORDER BY attempt.created_at",
            age,
            cancellationToken);

    /// <summary>Finds attempts that are still open long after the time to pay.</summary>
    public static Task<List<AttemptRow>> OverdueAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) =>
        FindAsync(
            database,
            "attempt.outcome = 'OPEN' AND booking.expires_at < now() - $1 ORDER BY booking.expires_at",
            age,
            cancellationToken);

    /// <summary>Finds attempts that are still open although their booking is cancelled.</summary>
    public static Task<List<AttemptRow>> ToCancelAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) =>
        FindAsync(
            database,
            "attempt.outcome = 'OPEN' AND booking.status = 'PENDING_PAYMENT' AND booking.cancelled_at < now() - $1"
            + " ORDER BY booking.cancelled_at",
            age,
            cancellationToken);

    /// <summary>Finds attempts that ended without money while their intent may still be paid.</summary>
    public static Task<List<AttemptRow>> ToAskAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) =>
        FindAsync(
            database,
            """
            attempt.provider_settled_at IS NULL AND attempt.outcome NOT IN ('OPEN', 'PAID', 'REFUND_PENDING', 'REFUNDED')
              AND attempt.settled_at < now() - $1 AND attempt.provider_due_at <= now()
            ORDER BY attempt.provider_due_at
            """,
            age,
            cancellationToken);

    /// <summary>Doubles the pause until the provider is asked again, from 5 seconds to an hour.</summary>
    public static Task PostponeAskAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) => database.Command(
        """
        UPDATE tbl_payment_attempt SET provider_asks = provider_asks + 1,
          provider_due_at = now() + least(interval '1 hour', interval '5 seconds' * power(2, least(provider_asks, 10)))
        WHERE id = $1
        """,
        id).CommitAsync(Steps.CommitAskPostponed, cancellationToken);

    /// <summary>Finds attempts that have ended and still have a workflow.</summary>
    public static Task<List<AttemptRow>> ToPurgeAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) =>
        FindAsync(
            database,
            "attempt.purged_at IS NULL AND attempt.scheduled_at IS NOT NULL AND attempt.settled_at < now() - $1 ORDER BY attempt.settled_at",
            age,
            cancellationToken);

    public static Task SetPurgedAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) =>
        database.Command("UPDATE tbl_payment_attempt SET purged_at = now() WHERE id = $1", id)
            .CommitAsync(Steps.CommitWorkflowPurged, cancellationToken);

    private static Task<List<AttemptRow>> FindAsync(
        NpgsqlDataSource database, string condition, TimeSpan age, CancellationToken cancellationToken) =>
        database.Command($"{PaymentAttempts.Select} WHERE {condition} LIMIT {Most}", age).ListAsync(PaymentAttempts.Read, cancellationToken);
}
