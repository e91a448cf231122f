using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

internal static class AdminProblems
{
    public static ProblemHttpResult UserNotFound() => Problem.NotFound("user-not-found", "There is no such user.");

    public static ProblemHttpResult Yourself() => Problem.Conflict("cannot-ban-yourself", "An administrator cannot ban himself.");
}
