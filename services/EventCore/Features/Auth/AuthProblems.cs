using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Auth;

internal static class AuthProblems
{
    public static ProblemHttpResult Banned() => Problem.Forbidden("user-banned", "This account is banned.");

    /// <summary>Says when to try again; the password is not checked.</summary>
    public static ProblemHttpResult TooManyAttempts(HttpResponse response, TimeSpan wait)
    {
        response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds)}";
        return Problem.Of(StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many attempts; wait before the next one.");
    }

    public static ProblemHttpResult InvalidRefreshToken() =>
        Problem.Of(StatusCodes.Status401Unauthorized, "invalid-refresh-token", "Log in again: the refresh token is not valid.");
}
