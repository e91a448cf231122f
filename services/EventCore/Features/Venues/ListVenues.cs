using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Venues;

internal static class ListVenues
{
    public static Task<Results<Ok<Page<VenueResponse>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] PageQuery page, EventCoreContext db, CancellationToken cancellationToken) =>
        db.Venues.AsNoTracking()
            .OrderBy(venue => venue.Name).ThenBy(venue => venue.Id)
            .ToPageAsync(page, ListKeys.Venues, VenueResponse.Of, cancellationToken);
}
