using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Live;

internal static class LiveProblems
{
    /// <summary>As the seats service says it.</summary>
    public static ProblemHttpResult EventNotFound() => Problem.NotFound("event-not-found", "There is no such event, or it has no seats yet.");
}
