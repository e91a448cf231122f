using Microsoft.EntityFrameworkCore;
using TicketBooking.Contracts;
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

    /// <summary>Reads row by row, in the order of ids. Sub-queries in place of a join: the planner looks each venue up, and never reads all.</summary>
    public static IAsyncEnumerable<EventMessage> StreamEventsAfter(this EventCoreContext db, Guid id, int limit) =>
        db.Events.AsNoTracking().IgnoreAutoIncludes()
            .Where(e => e.Id > id)
            .OrderBy(e => e.Id)
            .Take(limit)
            .Select(e => new
            {
                Event = e,
                VenueName = db.Venues.Where(venue => venue.Id == e.VenueId).Select(venue => venue.Name).First(),
                City = db.Venues.Where(venue => venue.Id == e.VenueId).Select(venue => venue.City).First(),
            })
            .AsAsyncEnumerable()
            .Select(row => EventOutbox.MessageOf(row.Event, row.VenueName, row.City));
}
