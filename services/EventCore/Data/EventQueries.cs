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
}
