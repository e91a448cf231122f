using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Limits;

internal static class LimitProblems
{
    public static ProblemHttpResult TooFast() => Problem.Of(
        StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests; wait before the next one.");

    public static ProblemHttpResult TooManyAtOnce() => Problem.Of(
        StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests at the same time; wait for the answers to others.");

    public static Retryable Overloaded() => new(Problem.Of(
        StatusCodes.Status503ServiceUnavailable, "overloaded", "The server is overloaded; try again."));
}
