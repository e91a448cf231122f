using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Security;

namespace TicketBooking.EventCore.Features.Auth;

internal static class LogOut
{
    /// <summary>Ends the session in whatever state the token is: the holder of any token of a session may end it.</summary>
    public static async Task<NoContent> HandleAsync(HttpContext context, EventCoreContext db, CancellationToken cancellationToken)
    {
        if (RefreshCookie.Read(context.Request) is { } presented)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await db.LockSessionOfAsync(presented.Hash, cancellationToken) is { } token)
            {
                await db.RevokeSessionAsync(token.SessionId, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        RefreshCookie.Delete(context.Response);
        return TypedResults.NoContent();
    }
}
