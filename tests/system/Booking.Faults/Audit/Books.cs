using Npgsql;

namespace TicketBooking.Booking.Faults.Audit;

/// <summary>A payment attempt as our tables have it.</summary>
internal sealed record BookedAttempt(Guid Id, string Outcome, string? IntentId, long Refunded, bool IsBlocked, bool IsAskedAboutStill);

/// <summary>A booking as our tables have it.</summary>
/// <param name="Id">The booking.</param>
/// <param name="Status">Its status.</param>
/// <param name="Amount">Its price.</param>
/// <param name="SeatPrices">The prices of all its seats together.</param>
/// <param name="GivenBack">The price of the seats that it gave back while it kept others.</param>
/// <param name="Parts">How many those are.</param>
/// <param name="IsOver">Whether its time is over, by the database's clock.</param>
/// <param name="Seats">How many seats it is for, without those.</param>
/// <param name="Booked">How many of them are its own for good.</param>
/// <param name="HeldNow">How many seats it keeps from others for a while.</param>
/// <param name="Announced">The status that its last message told.</param>
/// <param name="Attempts">To pay for it.</param>
internal sealed record BookedBooking(
    Guid Id, string Status, long Amount, long SeatPrices, long GivenBack, long Parts, bool IsOver, long Seats, long Booked, long HeldNow, string? Announced, BookedAttempt[] Attempts);

/// <summary>Our own books.</summary>
internal static class Books
{
    private const string Bookings =
        """
        SELECT b.id, b.status, b.amount_minor,
          (SELECT coalesce(sum(price_minor), 0)::bigint FROM tbl_booking_seat s WHERE s.booking_id = b.id),
          (SELECT coalesce(sum(price_minor), 0)::bigint FROM tbl_booking_seat s WHERE s.booking_id = b.id AND s.cancelled_at IS NOT NULL),
          (SELECT count(*) FROM tbl_booking_seat s WHERE s.booking_id = b.id AND s.cancelled_at IS NOT NULL), b.expires_at <= now(),
          (SELECT count(*) FROM tbl_booking_seat s WHERE s.booking_id = b.id AND s.cancelled_at IS NULL),
          (SELECT count(*) FROM tbl_seat_claim c JOIN tbl_booking_seat s ON s.seat_id = c.seat_id AND s.booking_id = c.booking_id
           WHERE c.booking_id = b.id AND c.event_id = b.event_id AND c.status = 'BOOKED'),
          (SELECT count(*) FROM tbl_seat_claim c WHERE c.booking_id = b.id AND c.status = 'HELD' AND c.expires_at > now()),
          last.status
        FROM tbl_booking b LEFT JOIN (
          SELECT DISTINCT ON (aggregate_id) aggregate_id, payload ->> 'status' AS status FROM tbl_booking_outbox
          ORDER BY aggregate_id, occurred_at DESC, id DESC) last ON last.aggregate_id = b.id::text
        """;

    private const string Attempts =
        "SELECT booking_id, id, outcome, payment_intent_id, refunded_minor, refund_block IS NOT NULL, provider_settled_at IS NULL FROM tbl_payment_attempt";

    public static async Task<Dictionary<Guid, BookedBooking>> ReadAsync(NpgsqlDataSource database)
    {
        var attempts = (await database.RowsAsync(Attempts, row => (Booking: row.GetGuid(0), Attempt: new BookedAttempt(
            row.GetGuid(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt64(4), row.GetBoolean(5), row.GetBoolean(6)))))
            .ToLookup(row => row.Booking, row => row.Attempt);
        var bookings = await database.RowsAsync(Bookings, row => new BookedBooking(
            row.GetGuid(0),
            row.GetString(1),
            row.GetInt64(2),
            row.GetInt64(3),
            row.GetInt64(4),
            row.GetInt64(5),
            row.GetBoolean(6),
            row.GetInt64(7),
            row.GetInt64(8),
            row.GetInt64(9),
            row.IsDBNull(10) ? null : row.GetString(10),
            [.. attempts[row.GetGuid(0)]]));
        return bookings.ToDictionary(booking => booking.Id);
    }
}
