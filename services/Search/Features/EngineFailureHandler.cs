using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using TicketBooking.Search.Engines;

namespace TicketBooking.Search.Features;

/// <summary>An engine that is away or too slow is 503 with Retry-After.</summary>
internal sealed partial class EngineFailureHandler(IProblemDetailsService problems, ILogger<EngineFailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not EngineUnavailableException)
        {
            return false;
        }

        LogUnavailable(exception);
        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "1";
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Title = "The search cannot be answered now; try again.",
            },
        });
    }

    [LoggerMessage(5001, LogLevel.Warning, "A search could not be answered.")]
    private partial void LogUnavailable(Exception exception);
}
