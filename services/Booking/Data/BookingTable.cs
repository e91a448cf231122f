using Npgsql;
using TicketBooking.Booking.Domain;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A row of tbl_booking.</summary>
/// <param name="Id">The booking.</param>
/// <param name="UserId">The buyer.</param>
/// <param name="EventId">The event.</param>
/// <param name="Status">Its status.</param>
/// <param name="AmountMinor">The price of all seats.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="ExpiresAt">When it ends unless it is paid.</param>
/// <param name="HasEnded">Whether that time has passed, by the database clock.</param>
/// <param name="IsCancelled">Whether it is to end, whatever its status still is.</param>
/// <param name="Age">How long ago it was made, by the database clock.</param>
internal sealed record BookingRow(
    Guid Id,
    Guid UserId,
    Guid EventId,
    BookingStatus Status,
    long AmountMinor,
    string Currency,
    DateTimeOffset ExpiresAt,
    bool HasEnded,
    bool IsCancelled,
    TimeSpan Age)
{
    /// <summary>Whether it costs nothing, so that no provider is asked.</summary>
    public bool IsFree => AmountMinor == 0;
}

/// <summary>The statements on tbl_booking and tbl_booking_seat, whose rows <see cref="BookingSale"/> makes. A writer locks the booking before its claims.</summary>
internal static class BookingTable
{
    private const string Columns =
        "id, user_id, event_id, status, amount_minor, currency, expires_at, expires_at <= now(), cancelled_at IS NOT NULL, now() - created_at";

    public static Task<BookingRow?> LockAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        transaction.Command($"SELECT {Columns} FROM tbl_booking WHERE id = $1 FOR UPDATE", id).FirstAsync(Read, cancellationToken);

    /// <summary>Locks holds that have ended, except those that another instance has locked.</summary>
    public static Task<List<BookingRow>> LockEndedHoldsAsync(NpgsqlTransaction transaction, int limit, CancellationToken cancellationToken) =>
        transaction.Command(
            $"""
            SELECT {Columns} FROM tbl_booking WHERE status = 'HELD' AND expires_at <= now()
            ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
            """,
            limit).ListAsync(Read, cancellationToken);

    /// <summary>Reads the bookings of these users that are held or being paid, and not cancelled yet.</summary>
    public static Task<List<Guid>> UnpaidOfAsync(NpgsqlDataSource database, Guid[] userIds, CancellationToken cancellationToken) =>
        database.Command(
            "SELECT id FROM tbl_booking WHERE user_id = ANY ($1) AND status IN ('HELD', 'PENDING_PAYMENT') AND cancelled_at IS NULL",
            userIds).ListAsync(row => row.GetGuid(0), cancellationToken);

    /// <summary>Returns the time until the first hold ends; null when there is none.</summary>
    public static Task<TimeSpan?> UntilFirstHoldEndsAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("SELECT min(expires_at) - now() FROM tbl_booking WHERE status = 'HELD'").FirstAsync(
            row => row.IsDBNull(0) ? null : (TimeSpan?)row.GetTimeSpan(0), cancellationToken);

    /// <summary>Returns the database's time of the change.</summary>
    public static Task<DateTimeOffset> SetStatusAsync(
        NpgsqlTransaction transaction, Guid[] ids, BookingStatus status, CancellationToken cancellationToken) => transaction.Command(
        "UPDATE tbl_booking SET status = $2 WHERE id = ANY ($1) RETURNING now()",
        ids,
        status.Code()).FirstAsync(row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken);

    /// <summary>Records that it is to end; the first time counts.</summary>
    public static Task SetCancelledAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        transaction.Command("UPDATE tbl_booking SET cancelled_at = now() WHERE id = $1 AND cancelled_at IS NULL", id)
            .RunAsync(cancellationToken);

    /// <summary>Records that these seats were given back while it keeps others; returns their price and the database's time.</summary>
    public static Task<(long PriceMinor, DateTimeOffset Now)> SetSeatsCancelledAsync(
        NpgsqlTransaction transaction, Guid id, Guid[] seatIds, CancellationToken cancellationToken) => transaction.Command(
        """
        WITH cancelled AS (
          UPDATE tbl_booking_seat SET cancelled_at = now() WHERE booking_id = $1 AND seat_id = ANY ($2) AND cancelled_at IS NULL
          RETURNING price_minor)
        SELECT coalesce(sum(price_minor), 0)::bigint, now() FROM cancelled
        """,
        id,
        seatIds).FirstAsync(row => (row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1)), cancellationToken);

    /// <summary>Records the first time that its payment begins; then it lasts at least so long from now.</summary>
    public static Task SetPaymentBegunAsync(NpgsqlTransaction transaction, Guid id, TimeSpan leastTime, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            UPDATE tbl_booking SET payment_begun_at = now(), expires_at = greatest(expires_at, now() + $2)
            WHERE id = $1 AND payment_begun_at IS NULL
            """,
            id,
            leastTime).RunAsync(cancellationToken);

    /// <summary>Doubles the time of a hold, once, unless its payment was begun; returns the new end, or null.</summary>
    public static Task<DateTimeOffset?> TryExtendAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            UPDATE tbl_booking SET extended_at = now(), expires_at = expires_at + (expires_at - created_at)
            WHERE id = $1 AND extended_at IS NULL AND payment_begun_at IS NULL RETURNING expires_at
            """,
            id).FirstAsync(row => (DateTimeOffset?)row.GetFieldValue<DateTimeOffset>(0), cancellationToken);

    /// <summary>Records why it ended by no decision of ours; the last reason counts.</summary>
    public static Task SetEndReasonAsync(NpgsqlTransaction transaction, Guid id, string reason, CancellationToken cancellationToken) =>
        transaction.Command("UPDATE tbl_booking SET end_reason = $2 WHERE id = $1", id, reason).RunAsync(cancellationToken);

    private static BookingRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetGuid(2),
        Codes.StatusOf(row.GetString(3)),
        row.GetInt64(4),
        row.GetString(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetBoolean(7),
        row.GetBoolean(8),
        row.GetTimeSpan(9));
}
