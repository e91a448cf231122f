using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

/// <summary>The user may log in again, and a token that still lives works again. The sessions that the ban ended stay ended.</summary>
internal static partial class UnbanUser
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal caller, EventCoreContext db, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (await db.UnbanAsync(id, cancellationToken) > 0)
        {
            LogUnbanned(loggers.CreateLogger(typeof(UnbanUser)), id, caller.UserId());
            return TypedResults.NoContent();
        }

        return await db.Users.AnyAsync(user => user.Id == id, cancellationToken)
            ? TypedResults.NoContent()
            : AdminProblems.UserNotFound();
    }

    [LoggerMessage(1031, LogLevel.Information, "The ban of user {UserId} is lifted by administrator {AdminId}.")]
    private static partial void LogUnbanned(ILogger logger, Guid userId, Guid adminId);
}
