using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>Closes an event for good. Call <see cref="EventGate.CloseAsync"/> before: nobody sells meanwhile.</summary>
internal static class EventClosureTable
{
    /// <summary>Whether somebody has seats of the event, pays for some, or waits for his money. A hold counts until it is ended.</summary>
    public static Task<bool> HasLiveBookingsAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            SELECT EXISTS (
              SELECT 1 FROM tbl_booking
              WHERE event_id = $1 AND status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED', 'REFUND_PENDING'))
            """,
            eventId).FirstAsync(row => row.GetBoolean(0), cancellationToken);

    /// <summary>From the commit on the event sells nothing.</summary>
    public static Task AddAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command("INSERT INTO tbl_event_closure (event_id) VALUES ($1) ON CONFLICT DO NOTHING", eventId)
            .RunAsync(cancellationToken);
}
