using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Limits;

/// <summary>
/// Answers requests that are too many. A network with too many of those loses its connections: it pays for a new one with each request, and has
/// few in a second.
/// </summary>
internal sealed class Refusals(RateLimiter limiter, LimitMetrics metrics, IOptions<LimitOptions> options)
{
    private readonly Rate _rate = new(
        options.Value.RefusalsPerSecond * options.Value.Scale, Math.Max(1, 2 * options.Value.RefusalsPerSecond * options.Value.Scale));

    public Task RefuseAsync(HttpContext context, Lane lane, string reason, ProblemHttpResult problem, int seconds = 1)
    {
        metrics.Refused(lane, reason);
        if (context.Features.Get<ConnectionShare>()?.Network is { } network && !limiter.AskHere(new("refused", $"network:{network}"), _rate).IsAdmitted)
        {
            context.Response.Headers.Connection = "close";
        }

        return new Retryable(problem, seconds).ExecuteAsync(context);
    }
}
