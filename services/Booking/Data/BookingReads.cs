using Npgsql;
using TicketBooking.Booking.Domain;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A booking as its buyer sees it.</summary>
internal sealed record BookingView(
    Guid Id,
    Guid EventId,
    BookedSeat[] Seats,
    long AmountMinor,
    string Currency,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? PaymentIntentId,
    long RefundedMinor,
    string? EndReason,
    DateTimeOffset? StartsAtAsSold);

/// <summary>Reads bookings. An ended hold reads EXPIRED even before the expiry job has ended it.</summary>
internal static class BookingReads
{
    private const string Select =
        """
        SELECT booking.id, booking.event_id, booking.amount_minor, booking.currency,
          CASE WHEN booking.status = 'HELD' AND booking.expires_at <= now() THEN 'EXPIRED' ELSE booking.status END,
          booking.created_at, booking.expires_at,
          (SELECT payment_intent_id FROM tbl_payment_attempt attempt
           WHERE attempt.booking_id = booking.id AND payment_intent_id IS NOT NULL
           ORDER BY (outcome = 'PAID') DESC, number DESC LIMIT 1),
          ARRAY (SELECT seat_id FROM tbl_booking_seat seat WHERE seat.booking_id = booking.id ORDER BY position),
          ARRAY (SELECT seat_number FROM tbl_booking_seat seat WHERE seat.booking_id = booking.id ORDER BY position),
          ARRAY (SELECT price_minor FROM tbl_booking_seat seat WHERE seat.booking_id = booking.id ORDER BY position),
          ARRAY (SELECT cancelled_at IS NOT NULL FROM tbl_booking_seat seat WHERE seat.booking_id = booking.id ORDER BY position),
          coalesce((SELECT refunded_minor FROM tbl_payment_attempt attempt WHERE attempt.booking_id = booking.id
           ORDER BY (outcome = 'PAID') DESC, refunded_minor DESC LIMIT 1), 0),
          booking.end_reason, booking.starts_at_as_sold
        FROM tbl_booking booking
        """;

    public static Task<BookingView?> FindAsync(NpgsqlDataSource database, Guid id, Guid userId, CancellationToken cancellationToken) =>
        database.Command($"{Select} WHERE booking.id = $1 AND booking.user_id = $2", id, userId).FirstAsync(Read, cancellationToken);

    /// <summary>Returns the live booking of this buyer with the very seats that the new one asks for; null when there is none.</summary>
    public static Task<Guid?> FindLiveAsync(NpgsqlDataSource database, NewBooking wanted, CancellationToken cancellationToken) =>
        database.Command(
            """
            SELECT id FROM tbl_booking booking
            WHERE user_id = $1 AND event_id = $2 AND status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED')
              AND $3 = ARRAY (SELECT seat_id FROM tbl_booking_seat seat WHERE seat.booking_id = booking.id AND cancelled_at IS NULL ORDER BY seat_id)
            """,
            wanted.UserId,
            wanted.EventId,
            wanted.Seats.Select(seat => seat.Id).Order().ToArray()).ScalarAsync<Guid?>(cancellationToken);

    /// <summary>The statement whose row <see cref="Read"/> reads.</summary>
    public static (string Sql, object[] Values) Get(Guid id) => ($"{Select} WHERE booking.id = $1", [id]);

    /// <summary>Reads a booking that is known to exist.</summary>
    public static async Task<BookingView> GetAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) =>
        await database.Command($"{Select} WHERE booking.id = $1", id).FirstAsync(Read, cancellationToken)
        ?? throw new InvalidOperationException($"There is no booking {id}.");

    /// <summary>Reads the bookings of a user, newest first.</summary>
    public static Task<List<BookingView>> OfUserAsync(
        NpgsqlDataSource database, Guid userId, int limit, long offset, CancellationToken cancellationToken) => database.Command(
        $"{Select} WHERE booking.user_id = $1 ORDER BY booking.created_at DESC, booking.id DESC LIMIT $2 OFFSET $3",
        userId,
        limit,
        offset).ListAsync(Read, cancellationToken);

    /// <summary>Reads those that are older than one of the user's own; none when it is not.</summary>
    public static Task<List<BookingView>> OfUserBeforeAsync(
        NpgsqlDataSource database, Guid userId, Guid bookingId, int limit, CancellationToken cancellationToken) => database.Command(
        $"""
        {Select}
        WHERE booking.user_id = $1
          AND (booking.created_at, booking.id) < (SELECT created_at, id FROM tbl_booking WHERE id = $2 AND user_id = $1)
        ORDER BY booking.created_at DESC, booking.id DESC LIMIT $3
        """,
        userId,
        bookingId,
        limit).ListAsync(Read, cancellationToken);

    public static Task<long> CountOfUserAsync(NpgsqlDataSource database, Guid userId, CancellationToken cancellationToken) =>
        database.Command("SELECT count(*) FROM tbl_booking WHERE user_id = $1", userId).FirstAsync(row => row.GetInt64(0), cancellationToken);

    public static Task<List<Guid>> SeatIdsAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command("SELECT seat_id FROM tbl_booking_seat WHERE booking_id = $1 AND cancelled_at IS NULL", bookingId)
            .ListAsync(row => row.GetGuid(0), cancellationToken);

    public static Task<List<Guid>> SeatIdsAsync(NpgsqlDataSource database, Guid bookingId, CancellationToken cancellationToken) =>
        database.Command("SELECT seat_id FROM tbl_booking_seat WHERE booking_id = $1 AND cancelled_at IS NULL", bookingId)
            .ListAsync(row => row.GetGuid(0), cancellationToken);

    public static BookingView Read(NpgsqlDataReader row)
    {
        var ids = row.GetFieldValue<Guid[]>(8);
        var numbers = row.GetFieldValue<string[]>(9);
        var prices = row.GetFieldValue<long[]>(10);
        var cancelled = row.GetFieldValue<bool[]>(11);
        var status = row.GetString(4);
        return new BookingView(
            row.GetGuid(0),
            row.GetGuid(1),
            [.. ids.Select((id, index) => new BookedSeat(id, numbers[index], prices[index], BookedSeat.StatusIn(status, cancelled[index])))],
            row.GetInt64(2),
            row.GetString(3),
            status,
            row.GetFieldValue<DateTimeOffset>(5),
            row.GetFieldValue<DateTimeOffset>(6),
            row.IsDBNull(7) ? null : row.GetString(7),
            row.GetInt64(12),
            row.IsDBNull(13) ? null : row.GetString(13),
            row.IsDBNull(14) ? null : row.GetFieldValue<DateTimeOffset>(14));
    }
}
