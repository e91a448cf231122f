namespace TicketBooking.Sidecar.Api;

/// <summary>Refusals and failures of the HTTP API in Dapr's shape: <c>{"errorCode","message"}</c>.</summary>
internal static partial class ApiErrors
{
    public static void UseApiErrors(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (ApiException e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, e.HttpStatus, e.ErrorCode, e.Message);
        }
        catch (NpgsqlException e) when (!context.Response.HasStarted)
        {
            LogDatabaseFailed(app.Logger, e, context.Request.Path);
            await WriteAsync(context, StatusCodes.Status500InternalServerError, "ERR_DATABASE", e.Message);
        }
    });

    public static Task WriteAsync(HttpContext context, int status, string errorCode, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { errorCode, message }, context.RequestAborted);
    }

    [LoggerMessage(7010, LogLevel.Error, "{Path} failed in the database")]
    private static partial void LogDatabaseFailed(ILogger logger, Exception exception, string path);
}
