using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.Seats.Features;

internal static class SeatProblems
{
    /// <summary>Also said while the seats of a new event are being generated, which takes a moment.</summary>
    public static ProblemHttpResult EventNotFound() => Problem.NotFound("event-not-found", "There is no such event, or it has no seats yet.");
}
