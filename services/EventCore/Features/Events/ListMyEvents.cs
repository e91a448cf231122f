using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

internal static class ListMyEvents
{
    public static Task<Results<Ok<Page<EventResponse>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] PageQuery page, ClaimsPrincipal caller, EventCoreContext db, CancellationToken cancellationToken)
    {
        var userId = caller.UserId();
        return db.Events.AsNoTracking()
            .Where(e => e.CreatedBy == userId)
            .Include(e => e.Venue)
            .OrderByDescending(e => e.Id)
            .ToPageAsync(page, ListKeys.Events, EventResponse.Of, cancellationToken);
    }
}
