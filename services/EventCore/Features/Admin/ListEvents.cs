using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Features.Events;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

internal static class ListEvents
{
    public static async Task<Ok<Page<EventResponse>>> HandleAsync(
        [AsParameters] PageQuery page, EventCoreContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.Events.AsNoTracking()
            .Include(e => e.Venue)
            .OrderByDescending(e => e.Id) // ids are made in time order
            .ToPageAsync(page, EventResponse.Of, cancellationToken));
}
