using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Events;

internal static class EventProblems
{
    public static ProblemHttpResult NotFound() => Problem.NotFound("event-not-found", "There is no such event.");

    public static ProblemHttpResult NotYours() =>
        Problem.Forbidden("not-your-event", "Only its creator or an administrator may change an event.");

    public static ProblemHttpResult Cancelled() => Problem.Conflict("event-cancelled", "The event is cancelled.");

    public static ProblemHttpResult VersionMismatch(long version) => Problem.Of(
        StatusCodes.Status412PreconditionFailed,
        "version-mismatch",
        "The event has changed since it was read.",
        extensions: ("version", version));
}
