using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;
using TicketBooking.EventCore.Security;

namespace TicketBooking.EventCore.Features.Auth;

internal static partial class RefreshTokens
{
    public static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> HandleAsync(
        HttpContext context, EventCoreContext db, AccessTokens tokens, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (RefreshCookie.Read(context.Request) is not { } presented)
        {
            return AuthProblems.InvalidRefreshToken();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await db.LockSessionOfAsync(presented.Hash, cancellationToken);
        if (found is { Banned: true })
        {
            return AuthProblems.Banned();
        }

        var decision = found?.Decide();
        if (decision is RefreshDecision.RevokeFamily)
        {
            await db.RevokeSessionAsync(found!.SessionId, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            LogReused(loggers.CreateLogger(typeof(RefreshTokens)), found.SessionId, found.UserId);
        }

        if (decision is not RefreshDecision.Rotate)
        {
            return AuthProblems.InvalidRefreshToken();
        }

        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == found!.UserId, cancellationToken);
        var successor = RefreshToken.Create();
        await db.RotateTokenAsync(found!.SessionId, presented.Hash, successor.Hash, RefreshToken.Life, cancellationToken);
        var accessToken = await tokens.IssueAsync(user, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        RefreshCookie.Set(context.Response, successor);
        return TypedResults.Ok(SignedIn.Of(user, accessToken));
    }

    [LoggerMessage(1010, LogLevel.Warning, "A used refresh token was presented again: session {SessionId} of user {UserId} is revoked.")]
    private static partial void LogReused(ILogger logger, Guid sessionId, Guid userId);
}
