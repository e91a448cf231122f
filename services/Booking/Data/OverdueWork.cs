using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>How much is not done although its time has passed. While every job works, it is nothing for longer than a sweep.</summary>
/// <param name="Holds">Holds that have ended and still keep their seats.</param>
/// <param name="Payments">Attempts that are open although their time to pay and the grace are over.</param>
/// <param name="Refunds">Attempts with money that is owed and not on its way back. What a bank takes days for is no work of ours.</param>
/// <param name="Webhooks">Webhooks that are stored and had no effect.</param>
internal sealed record OverdueWork(long Holds, long Payments, long Refunds, long Webhooks)
{
    /// <summary>Counts it.</summary>
    /// <param name="database">The database.</param>
    /// <param name="slack">How late is not overdue.</param>
    /// <param name="grace">How much longer an open payment is left to its workflow.</param>
    /// <param name="cancellationToken">Cancels the counting.</param>
    public static Task<OverdueWork?> CountAsync(NpgsqlDataSource database, TimeSpan slack, TimeSpan grace, CancellationToken cancellationToken) =>
        database.Command(
            $"""
            SELECT
              (SELECT count(*) FROM tbl_booking WHERE status = 'HELD' AND expires_at < now() - $1),
              (SELECT count(*) FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id
                WHERE attempt.outcome = 'OPEN' AND booking.expires_at < now() - $1 - $2),
              (SELECT count(*) FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id
                WHERE {RefundTable.IsOwing} AND attempt.settled_at < now() - $1
                  AND attempt.refunded_minor + attempt.returning_minor < CASE outcome WHEN 'PAID' THEN owed_minor ELSE booking.amount_minor END),
              (SELECT count(*) FROM tbl_webhook_inbox WHERE delivered_at IS NULL AND received_at < now() - $1)
            """,
            slack,
            grace).FirstAsync(row => new OverdueWork(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), cancellationToken);
}
