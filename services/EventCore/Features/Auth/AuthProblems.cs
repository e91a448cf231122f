using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Auth;

internal static class AuthProblems
{
    public static ProblemHttpResult Banned() => Problem.Forbidden("user-banned", "This account is banned.");

    public static ProblemHttpResult InvalidRefreshToken() =>
        Problem.Of(StatusCodes.Status401Unauthorized, "invalid-refresh-token", "Log in again: the refresh token is not valid.");
}
