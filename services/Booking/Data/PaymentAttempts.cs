using Npgsql;
using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Data;

/// <summary>A row of tbl_payment_attempt with what its payment intent is made of.</summary>
internal sealed record AttemptRow(
    Guid Id,
    Guid BookingId,
    Guid EventId,
    string? IntentId,
    string? ClientSecret,
    AttemptOutcome Outcome,
    long AmountMinor,
    string Currency,
    DateTimeOffset BookingEndsAt);

/// <summary>The statements on tbl_payment_attempt. Its rows change under the lock of their booking.</summary>
internal static class PaymentAttempts
{
    public const string Select =
        """
        SELECT attempt.id, booking.id, booking.event_id, attempt.payment_intent_id, attempt.client_secret, attempt.outcome,
          booking.amount_minor, booking.currency, booking.expires_at
        FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id
        """;

    public static Task InsertAsync(NpgsqlTransaction transaction, Guid id, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            INSERT INTO tbl_payment_attempt (id, booking_id, number)
            SELECT $1, $2, count(*) + 1 FROM tbl_payment_attempt WHERE booking_id = $2
            """,
            id,
            bookingId).RunAsync(cancellationToken);

    public static Task<AttemptRow?> FindAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) =>
        database.Command($"{Select} WHERE attempt.id = $1", id).FirstAsync(Read, cancellationToken);

    public static Task<AttemptRow?> FindAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        transaction.Command($"{Select} WHERE attempt.id = $1", id).FirstAsync(Read, cancellationToken);

    public static Task<AttemptRow?> FindByIntentAsync(NpgsqlDataSource database, string intentId, CancellationToken cancellationToken) =>
        database.Command($"{Select} WHERE attempt.payment_intent_id = $1", intentId).FirstAsync(Read, cancellationToken);

    public static Task<AttemptRow?> FindOpenAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command($"{Select} WHERE booking.id = $1 AND attempt.outcome = 'OPEN'", bookingId).FirstAsync(Read, cancellationToken);

    /// <summary>Stores the intent, once.</summary>
    public static Task SetIntentAsync(
        NpgsqlDataSource database, Guid id, string intentId, string clientSecret, CancellationToken cancellationToken) => database.Command(
        "UPDATE tbl_payment_attempt SET payment_intent_id = $2, client_secret = $3 WHERE id = $1 AND payment_intent_id IS NULL",
        id,
        intentId,
        clientSecret).RunAsync(cancellationToken);

    public static Task SetOutcomeAsync(
        NpgsqlTransaction transaction, Guid id, AttemptOutcome outcome, CancellationToken cancellationToken) => transaction.Command(
        "UPDATE tbl_payment_attempt SET outcome = $2, settled_at = now() WHERE id = $1",
        id,
        outcome.Code()).RunAsync(cancellationToken);

    public static Task SetScheduledAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) => database.Command(
        "UPDATE tbl_payment_attempt SET scheduled_at = now() WHERE id = $1 AND scheduled_at IS NULL",
        id).RunAsync(cancellationToken);

    /// <summary>What a cancelled booking still has to settle: somebody may pay it, or its money has to go back.</summary>
    public static Task<List<AttemptRow>> UnsettledAsync(NpgsqlDataSource database, Guid bookingId, CancellationToken cancellationToken) =>
        database.Command($"{Select} WHERE booking.id = $1 AND attempt.outcome IN ('OPEN', 'REFUND_PENDING') ORDER BY number", bookingId)
            .ListAsync(Read, cancellationToken);

    /// <summary>The money that bought the seats is to go back.</summary>
    public static Task ReturnPaidAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            "UPDATE tbl_payment_attempt SET outcome = 'REFUND_PENDING', settled_at = now() WHERE booking_id = $1 AND outcome = 'PAID'",
            bookingId).RunAsync(cancellationToken);

    /// <summary>False when it was not waiting for its refund.</summary>
    public static async Task<bool> TrySetRefundedAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        await transaction.Command(
            "UPDATE tbl_payment_attempt SET outcome = 'REFUNDED', settled_at = now() WHERE id = $1 AND outcome = 'REFUND_PENDING'",
            id).RunAsync(cancellationToken) > 0;

    public static Task<bool> AnyToRefundAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            "SELECT EXISTS (SELECT 1 FROM tbl_payment_attempt WHERE booking_id = $1 AND outcome = 'REFUND_PENDING')",
            bookingId).FirstAsync(row => row.GetBoolean(0), cancellationToken);

    public static AttemptRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetGuid(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        Codes.OutcomeOf(row.GetString(5)),
        row.GetInt64(6),
        row.GetString(7),
        row.GetFieldValue<DateTimeOffset>(8));
}
