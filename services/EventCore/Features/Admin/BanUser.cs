using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Features.Auth;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

/// <summary>Ends the user's sessions at once; other services refuse the user's access tokens from their next look at the list of bans on.</summary>
internal static partial class BanUser
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid id, ClaimsPrincipal caller, EventCoreContext db, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var adminId = caller.UserId();
        if (id == adminId)
        {
            return AdminProblems.Yourself();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var locked = await db.LockUsersAsync([id, adminId], cancellationToken);
        if (locked.Find(user => user.Id == adminId) is not { IsBanned: false })
        {
            // Two administrators ban each other at the same moment: the second one is refused, and one is left.
            return AuthProblems.Banned();
        }

        if (locked.Find(user => user.Id == id) is not { } found)
        {
            return AdminProblems.UserNotFound();
        }

        if (!found.IsBanned)
        {
            await db.BanAsync(id, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            LogBanned(loggers.CreateLogger(typeof(BanUser)), id, adminId);
        }

        return TypedResults.NoContent();
    }

    [LoggerMessage(1030, LogLevel.Information, "User {UserId} is banned by administrator {AdminId}.")]
    private static partial void LogBanned(ILogger logger, Guid userId, Guid adminId);
}
