using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TicketBooking.Platform;

/// <summary>Logs which user was refused what. A caller without a token is nobody, and is not logged.</summary>
internal static partial class RefusedUsers
{
    public static Task LogForbiddenAsync(ForbiddenContext context)
    {
        LogForbidden(LoggerOf(context.HttpContext), context.HttpContext.User.UserId(), context.Request.Method, context.Request.Path);
        return Task.CompletedTask;
    }

    public static void LogBanned(HttpContext context, Guid userId) => LogBanned(LoggerOf(context), userId, context.Request.Method, context.Request.Path);

    private static ILogger LoggerOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RefusedUsers));

    [LoggerMessage(114, LogLevel.Information, "User {UserId} lacks the role for {Method} {Path}.")]
    private static partial void LogForbidden(ILogger logger, Guid userId, string method, string path);

    [LoggerMessage(115, LogLevel.Information, "User {UserId} is banned; the token is ignored at {Method} {Path}.")]
    private static partial void LogBanned(ILogger logger, Guid userId, string method, string path);
}
