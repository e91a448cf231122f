using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;

namespace TicketBooking.EventCore.Features.Venues;

internal static class GetVenue
{
    public static async Task<Results<Ok<VenueResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, EventCoreContext db, CancellationToken cancellationToken) =>
        await db.Venues.AsNoTracking().SingleOrDefaultAsync(venue => venue.Id == id, cancellationToken) is { } found
            ? TypedResults.Ok(VenueResponse.Of(found))
            : VenueProblems.NotFound();
}
