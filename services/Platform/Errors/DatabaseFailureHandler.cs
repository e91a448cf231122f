using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>A database that is down, full or too slow is 503 with Retry-After: nothing was changed and trying again is right.</summary>
internal sealed partial class DatabaseFailureHandler(IProblemDetailsService problems, ILogger<DatabaseFailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not NpgsqlException { IsTransient: true } and not { InnerException: NpgsqlException { IsTransient: true } } && !exception.IsDatabaseAway())
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
                Title = "The service cannot reach its database; try again.",
            },
        });
    }

    [LoggerMessage(101, LogLevel.Error, "The database is not available.")]
    private partial void LogUnavailable(Exception exception);
}
