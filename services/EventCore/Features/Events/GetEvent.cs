using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;

namespace TicketBooking.EventCore.Features.Events;

internal static class GetEvent
{
    public static async Task<Results<Ok<EventResponse>, StatusCodeHttpResult, ProblemHttpResult>> HandleAsync(
        Guid id, HttpContext context, EventCoreContext db, CancellationToken cancellationToken)
    {
        var found = await db.Events.AsNoTracking().Include(e => e.Venue).SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (found is null)
        {
            return EventProblems.NotFound();
        }

        context.Response.Headers.ETag = EventETag.Of(found);
        return EventETag.IsKnownTo(context.Request, found)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(EventResponse.Of(found));
    }
}
