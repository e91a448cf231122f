using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>
/// Answers 503 with Retry-After: <c>unavailable</c> while the database is down or full, <c>service-busy</c> when a lock, a connection or a
/// statement took too long. The transaction is rolled back, and trying again is right.
/// </summary>
internal sealed partial class DatabaseFailureHandler(ILogger<DatabaseFailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception.IsDatabaseAway())
        {
            LogUnavailable(exception);
            await Problem.Unavailable("The service cannot reach its database; try again.").ExecuteAsync(httpContext);
            return true;
        }

        if (exception.IsTimeout() || exception is NpgsqlException { IsTransient: true } or { InnerException: NpgsqlException { IsTransient: true } })
        {
            LogBusy(httpContext.Request.Path, Reason(exception));
            await Problem.Busy().ExecuteAsync(httpContext);
            return true;
        }

        return false;
    }

    private static string Reason(Exception exception) => (exception as NpgsqlException ?? exception.InnerException ?? exception).Message;

    [LoggerMessage(101, LogLevel.Error, "The database is not available.")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(125, LogLevel.Warning, "A request to {Path} waited too long for the database: {Reason}")]
    private partial void LogBusy(string path, string reason);
}
