using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Venues;

internal static class VenueProblems
{
    public static ProblemHttpResult NotFound() => Problem.NotFound("venue-not-found", "There is no such venue.");
}
