using Npgsql;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>A seat has one owner, whose booking is good for it; and a booking has its seats. All of it within Booking's database.</summary>
internal static class ClaimRules
{
    private const string SoldTwice =
        """
        SELECT s.seat_number || ' of ' || b.event_id || ' is sold to ' || count(*) || ' bookings'
        FROM tbl_booking b JOIN tbl_booking_seat s ON s.booking_id = b.id AND s.cancelled_at IS NULL
        WHERE b.status = 'CONFIRMED' GROUP BY b.event_id, s.seat_id, s.seat_number HAVING count(*) > 1
        """;

    private const string ClaimWithoutBooking =
        """
        SELECT c.seat_number || ' of ' || c.event_id || ' is ' || c.status || ' for ' || c.booking_id || ', which is ' || coalesce(b.status, 'unknown')
        FROM tbl_seat_claim c LEFT JOIN tbl_booking b ON b.id = c.booking_id AND b.event_id = c.event_id
          LEFT JOIN tbl_booking_seat s ON s.booking_id = c.booking_id AND s.seat_id = c.seat_id AND s.cancelled_at IS NULL
        WHERE (c.status = 'BOOKED' AND (b.status IS DISTINCT FROM 'CONFIRMED' OR s.seat_id IS NULL))
          OR (c.status = 'HELD' AND c.expires_at > now() AND (b.status IS NULL OR b.status NOT IN ('HELD', 'PENDING_PAYMENT') OR s.seat_id IS NULL))
        """;

    private const string BookingWithoutClaim =
        """
        SELECT b.id || ' is ' || b.status || ' without ' || s.seat_number
        FROM tbl_booking b JOIN tbl_booking_seat s ON s.booking_id = b.id AND s.cancelled_at IS NULL
          LEFT JOIN tbl_seat_claim c ON c.event_id = b.event_id AND c.seat_id = s.seat_id AND c.booking_id = b.id
        WHERE (b.status = 'CONFIRMED' AND c.status IS DISTINCT FROM 'BOOKED')
          OR (b.status IN ('HELD', 'PENDING_PAYMENT') AND b.expires_at > now() AND c.status IS DISTINCT FROM 'HELD')
        """;

    private const string BookingWithoutSeats =
        "SELECT b.id || ' is ' || b.status || ' and has no seat' FROM tbl_booking b WHERE NOT EXISTS (SELECT FROM tbl_booking_seat s WHERE s.booking_id = b.id)";

    private const string Unfinished =
        """
        SELECT id || ' is ' || status || ' still' FROM tbl_booking
        WHERE status = 'REFUND_PENDING' OR (status IN ('HELD', 'PENDING_PAYMENT') AND expires_at <= now())
        """;

    /// <summary>Each version of a claim was told once, and none twice.</summary>
    private const string NotTold =
        """
        SELECT c.seat_number || ' of ' || c.event_id || ' has version ' || c.version || ' and was told of ' || count(m.version) || ' up to ' || coalesce(max(m.version), 0)
        FROM tbl_seat_claim c LEFT JOIN (
          SELECT payload ->> 'eventId' AS event_id, seat ->> 'seatId' AS seat_id, (seat ->> 'version')::bigint AS version
          FROM tbl_booking_outbox, jsonb_array_elements(payload -> 'seats') AS seat) m ON m.seat_id = c.seat_id::text AND m.event_id = c.event_id::text
        GROUP BY c.event_id, c.seat_id, c.seat_number, c.version
        HAVING count(m.version) <> c.version OR count(DISTINCT m.version) <> c.version OR max(m.version) <> c.version
        """;

    private const string Undelivered = "SELECT event_id || ' of the provider was not delivered' FROM tbl_webhook_inbox WHERE delivered_at IS NULL";

    public static async Task<IEnumerable<Difference>> FindAsync(NpgsqlDataSource booking, CancellationToken cancellationToken) =>
    [
        .. await booking.DifferencesAsync("sold twice", SoldTwice, cancellationToken),
        .. await booking.DifferencesAsync("claim without booking", ClaimWithoutBooking, cancellationToken),
        .. await booking.DifferencesAsync("booking without claim", BookingWithoutClaim, cancellationToken),
        .. await booking.DifferencesAsync("booking without claim", BookingWithoutSeats, cancellationToken),
        .. await booking.DifferencesAsync("unfinished booking", Unfinished, cancellationToken),
        .. await booking.DifferencesAsync("message missing", NotTold, cancellationToken),
        .. await booking.DifferencesAsync("webhook not delivered", Undelivered, cancellationToken),
    ];
}
