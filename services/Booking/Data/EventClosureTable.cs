using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>Closes an event for good. Call <see cref="EventGate.CloseAsync"/> before, so that no sale runs meanwhile.</summary>
internal static class EventClosureTable
{
    /// <summary>Whether a booking has seats, waits for its payment, or waits for its refund. A hold counts until it is ended.</summary>
    public static Task<bool> HasLiveBookingsAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            SELECT EXISTS (
              SELECT 1 FROM tbl_booking
              WHERE event_id = $1 AND status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED', 'REFUND_PENDING'))
            """,
            eventId).FirstAsync(row => row.GetBoolean(0), cancellationToken);

    /// <summary>Closes the event: from the commit on it sells nothing.</summary>
    public static Task AddAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command("INSERT INTO tbl_event_closure (event_id) VALUES ($1) ON CONFLICT DO NOTHING", eventId)
            .RunAsync(cancellationToken);
}
