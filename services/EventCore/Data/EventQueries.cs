using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore.Data;

internal static class EventQueries
{
    /// <summary>Locks the event until the transaction ends, so that versions follow each other in commit order.</summary>
    public static async Task<Event?> LockEventAsync(this EventCoreContext db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT FROM tbl_event WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Events.Include(e => e.Venue).SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
    }

    /// <summary>Records that the seats exist. False when that was recorded before, or the event is unknown.</summary>
    public static async Task<bool> SetSeatsGeneratedAsync(
        this EventCoreContext db, Guid id, int seatCount, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"UPDATE tbl_event SET seat_count = {seatCount} WHERE id = {id} AND seat_count IS NULL", cancellationToken) == 1;
}
