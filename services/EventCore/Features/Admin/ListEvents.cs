using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Features.Events;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

internal static class ListEvents
{
    public static Task<Results<Ok<Page<EventResponse>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] PageQuery page, EventCoreContext db, CancellationToken cancellationToken) =>
        db.Events.AsNoTracking()
            .Include(e => e.Venue)
            .OrderByDescending(e => e.Id)
            .ToPageAsync(page, ListKeys.Events, EventResponse.Of, cancellationToken);
}
