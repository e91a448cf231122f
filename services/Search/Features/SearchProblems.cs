using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.Search.Features;

internal static class SearchProblems
{
    public static ProblemHttpResult EventNotFound() => Problem.NotFound("event-not-found", "There is no such event.");

    public static ProblemHttpResult UnknownSort(string sort) => Problem.Of(
        StatusCodes.Status400BadRequest,
        "unknown-sort",
        "There is no such order.",
        $"'{sort}' is none of {string.Join(", ", SortNames.All)}.");

    public static ProblemHttpResult UseCursor() => Problem.Of(
        StatusCodes.Status400BadRequest,
        "use-cursor",
        "A page this far is not counted to; read the list by cursor.",
        $"page × size is at most {SearchRequest.FarthestHit}. Begin with an empty cursor and follow nextCursor.");
}
