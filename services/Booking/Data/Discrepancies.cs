using Npgsql;
using TicketBooking.Booking.Domain;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A row that breaks a rule.</summary>
/// <param name="Id">The booking, attempt, event or webhook.</param>
/// <param name="Detail">What is wrong with it, for an operator.</param>
internal sealed record Discrepancy(string Id, string Detail);

/// <summary>An attempt as it is compared with its workflow and the provider.</summary>
internal sealed record AttemptFacts(AttemptRow Attempt, BookingStatus BookingStatus, bool IsOver, bool IsPurged, bool IsProviderSettled);

/// <summary>
/// The statements that compare this database with itself. None of them returns a row while every writer works correctly. Those about
/// time return what is overdue.
/// </summary>
internal static class Discrepancies
{
    private const int Next = PaymentAttempts.NextColumn;

    private const string Ended = "('RELEASED', 'EXPIRED', 'PAYMENT_FAILED', 'REFUND_PENDING', 'REFUND_BLOCKED', 'REFUNDED')";

    /// <summary>Finds confirmed bookings that do not own all their seats, with the owners.</summary>
    public static Task<List<Discrepancy>> SeatsMissingAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        """
        SELECT booking.id::text, string_agg(seat.seat_number || ' is ' || coalesce(claim.status || ' by ' || claim.booking_id, 'unclaimed'), ', ')
        FROM tbl_booking booking
        JOIN tbl_booking_seat seat ON seat.booking_id = booking.id AND seat.cancelled_at IS NULL
        LEFT JOIN tbl_seat_claim claim ON claim.event_id = booking.event_id AND claim.seat_id = seat.seat_id
        WHERE booking.status = 'CONFIRMED' AND (claim.booking_id IS DISTINCT FROM booking.id OR claim.status <> 'BOOKED')
        GROUP BY booking.id
        """,
        cancellationToken);

    /// <summary>Finds bookings that have ended and still keep seats.</summary>
    public static Task<List<Discrepancy>> SeatsKeptAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        $"""
        SELECT booking.id::text, booking.status || ' keeps ' || string_agg(claim.seat_number, ', ')
        FROM tbl_booking booking JOIN tbl_seat_claim claim ON claim.booking_id = booking.id
        WHERE booking.status IN {Ended} AND claim.status <> 'RELEASED'
        GROUP BY booking.id
        """,
        cancellationToken);

    /// <summary>Finds bookings that own seats for good unpaid, or seats that they never asked for or gave back.</summary>
    public static Task<List<Discrepancy>> SeatsTakenAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        """
        SELECT booking.id::text, booking.status || ' has ' || string_agg(claim.seat_number || ' (' || claim.status || ')', ', ')
        FROM tbl_booking booking
        JOIN tbl_seat_claim claim ON claim.booking_id = booking.id
        LEFT JOIN tbl_booking_seat seat ON seat.booking_id = booking.id AND seat.seat_id = claim.seat_id AND seat.cancelled_at IS NULL
        WHERE claim.status <> 'RELEASED' AND (seat.seat_id IS NULL OR claim.event_id <> booking.event_id
          OR (claim.status = 'BOOKED' AND booking.status IN ('HELD', 'PENDING_PAYMENT')))
        GROUP BY booking.id
        """,
        cancellationToken);

    /// <summary>Finds bookings with payment attempts that contradict their status.</summary>
    public static Task<List<Discrepancy>> StatusesAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        """
        SELECT id::text, status || ', attempts: ' || coalesce(outcomes, 'none') FROM (
          SELECT booking.id, booking.status, booking.amount_minor, string_agg(attempt.outcome, ', ' ORDER BY attempt.number) AS outcomes,
            count(*) FILTER (WHERE attempt.outcome = 'PAID') AS paid,
            count(*) FILTER (WHERE attempt.outcome = 'OPEN') AS open,
            count(*) FILTER (WHERE attempt.outcome = 'REFUND_PENDING') AS to_refund,
            count(*) FILTER (WHERE attempt.outcome = 'REFUND_BLOCKED') AS blocked,
            coalesce(sum(attempt.owed_minor) FILTER (WHERE attempt.outcome = 'PAID'), 0) AS owed,
            (SELECT coalesce(sum(price_minor), 0) FROM tbl_booking_seat seat WHERE seat.booking_id = booking.id AND cancelled_at IS NOT NULL) AS given_back
          FROM tbl_booking booking LEFT JOIN tbl_payment_attempt attempt ON attempt.booking_id = booking.id
          GROUP BY booking.id) AS sums
        WHERE (status = 'CONFIRMED' AND amount_minor > 0) <> (paid = 1) OR (status = 'PENDING_PAYMENT' AND open = 0)
          OR (status = 'CONFIRMED' AND amount_minor > 0 AND owed <> given_back)
          OR (status = 'REFUNDED' AND to_refund + blocked > 0) OR (status = 'REFUND_BLOCKED' AND (to_refund > 0 OR blocked = 0))
        """,
        cancellationToken);

    /// <summary>Finds bookings that wait for a refund that none of their attempts waits for.</summary>
    public static Task<List<Discrepancy>> RefundsForgottenAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        """
        SELECT booking.id::text, 'REFUND_PENDING, and no attempt waits for its refund' FROM tbl_booking booking
        WHERE booking.status = 'REFUND_PENDING' AND NOT EXISTS (
          SELECT 1 FROM tbl_payment_attempt attempt WHERE attempt.booking_id = booking.id AND attempt.outcome = 'REFUND_PENDING')
        """,
        cancellationToken);

    /// <summary>Finds refunds that were refused, or have failed too often.</summary>
    public static Task<List<Discrepancy>> RefundsBlockedAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        """
        SELECT booking.id::text, 'attempt ' || attempt.id || ' owes '
          || CASE outcome WHEN 'PAID' THEN owed_minor ELSE amount_minor END - refunded_minor || ' ' || currency || ': ' || refund_block
        FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id WHERE refund_block IS NOT NULL
        """,
        cancellationToken);

    /// <summary>Finds overdue holds: still HELD 5 s after their end.</summary>
    public static Task<List<Discrepancy>> HoldsOverdueAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        """
        SELECT id::text, 'HELD, ended ' || date_trunc('second', now() - expires_at) || ' ago' FROM tbl_booking
        WHERE status = 'HELD' AND expires_at < now() - interval '5 seconds'
        """,
        cancellationToken);

    /// <summary>Finds webhooks that had no effect for 5 s.</summary>
    public static Task<List<Discrepancy>> WebhooksWaitingAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        """
        SELECT event_id, type || ', stored ' || date_trunc('second', now() - received_at) || ' ago, tried ' || attempts || ' times'
        FROM tbl_webhook_inbox WHERE delivered_at IS NULL AND received_at < now() - interval '5 seconds'
        """,
        cancellationToken);

    /// <summary>Finds cancelled events with live bookings and no unfinished cancellation.</summary>
    public static Task<List<Discrepancy>> CancellationsForgottenAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => ReadAsync(
        database,
        """
        SELECT rules.event_id::text, 'CANCELLED, and ' || count(*) || ' bookings live on' FROM tbl_event_rules rules
        JOIN tbl_booking booking ON booking.event_id = rules.event_id AND booking.status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED')
        WHERE rules.status = 'CANCELLED' AND NOT EXISTS (
          SELECT 1 FROM tbl_event_cancellation cancellation
          WHERE cancellation.event_id = rules.event_id AND cancellation.finished_at IS NULL)
        GROUP BY rules.event_id
        """,
        cancellationToken);

    /// <summary>Reads the payment attempts made since a time.</summary>
    public static Task<List<AttemptFacts>> AttemptsAsync(
        NpgsqlDataSource database, DateTimeOffset since, CancellationToken cancellationToken) => database.Command(
        $"""
        SELECT {PaymentAttempts.Columns}, booking.status,
          booking.expires_at < now() - interval '5 seconds', attempt.purged_at IS NOT NULL, attempt.provider_settled_at IS NOT NULL
        FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id
        WHERE attempt.created_at >= $1 ORDER BY attempt.created_at
        """,
        since).ListAsync(
        row => new AttemptFacts(
            PaymentAttempts.Read(row), Codes.StatusOf(row.GetString(Next)), row.GetBoolean(Next + 1), row.GetBoolean(Next + 2), row.GetBoolean(Next + 3)),
        cancellationToken);

    private static Task<List<Discrepancy>> ReadAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken) =>
        database.Command(sql).ListAsync(row => new Discrepancy(row.GetString(0), row.GetString(1)), cancellationToken);
}
