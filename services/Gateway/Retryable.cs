using Microsoft.AspNetCore.Http.HttpResults;

namespace TicketBooking.Gateway;

/// <summary>A problem that says when to try again.</summary>
internal sealed class Retryable(ProblemHttpResult problem, int seconds = 1) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = $"{seconds}";
        return problem.ExecuteAsync(httpContext);
    }
}
