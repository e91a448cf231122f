using Npgsql;

namespace TicketBooking.Booking.Faults.Audit;

/// <summary>A seat has one owner, and only while its booking is good for it; readers of the messages know the same.</summary>
internal static class SeatRules
{
    private const string SoldTwice =
        """
        SELECT min(b.id::text)::uuid, s.seat_number || ' is sold to ' || count(*) || ' bookings'
        FROM tbl_booking b JOIN tbl_booking_seat s ON s.booking_id = b.id
        WHERE b.status = 'CONFIRMED' AND s.cancelled_at IS NULL GROUP BY b.event_id, s.seat_id, s.seat_number HAVING count(*) > 1
        """;

    private const string Announced =
        """
        SELECT c.booking_id, c.seat_number || ' is ' || c.status || ' version ' || c.version
          || ' and was announced ' || coalesce(string_agg(m.status || ' ' || m.version, ', ' ORDER BY m.version), 'never')
        FROM tbl_seat_claim c LEFT JOIN (
          SELECT (seat ->> 'seatId')::uuid AS seat_id, (seat ->> 'version')::bigint AS version, seat ->> 'status' AS status
          FROM tbl_booking_outbox, jsonb_array_elements(payload -> 'seats') AS seat) m ON m.seat_id = c.seat_id
        GROUP BY c.event_id, c.seat_id, c.seat_number, c.booking_id, c.status, c.version
        HAVING count(m.version) <> c.version OR count(DISTINCT m.version) <> c.version OR max(m.version) <> c.version
          OR NOT bool_or(m.version = c.version AND m.status = CASE c.status WHEN 'RELEASED' THEN 'AVAILABLE' ELSE c.status END)
        """;

    public static IEnumerable<string> Of(BookedBooking booking)
    {
        if (booking.Booked != (booking.Status == "CONFIRMED" ? booking.Seats : 0))
        {
            yield return $"is {booking.Status} and owns {booking.Booked} of {booking.Seats} seats";
        }

        if (booking.Status is "PENDING_PAYMENT" or "REFUND_PENDING" || (booking.Status == "HELD" && booking.IsOver))
        {
            yield return $"is {booking.Status} still";
        }

        if (booking.HeldNow > 0 && booking.Status != "HELD")
        {
            yield return $"is {booking.Status} and keeps {booking.HeldNow} seats from others";
        }

        if (booking.Announced != booking.Status)
        {
            yield return $"is {booking.Status} and was announced as {booking.Announced ?? "nothing"}";
        }
    }

    public static async Task<IEnumerable<Violation>> OfSeatsAsync(NpgsqlDataSource database) =>
    [
        .. await database.RowsAsync(SoldTwice, row => new Violation(row.GetGuid(0), row.GetString(1))),
        .. await database.RowsAsync(Announced, row => new Violation(row.GetGuid(0), row.GetString(1))),
    ];
}
