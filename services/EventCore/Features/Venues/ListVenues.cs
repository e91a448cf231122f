using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Venues;

internal static class ListVenues
{
    public static async Task<Ok<Page<VenueResponse>>> HandleAsync(
        [AsParameters] PageQuery page, EventCoreContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.Venues.AsNoTracking()
            .OrderBy(venue => venue.Name).ThenBy(venue => venue.Id)
            .ToPageAsync(page, VenueResponse.Of, cancellationToken));
}
