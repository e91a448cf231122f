using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Platform;

/// <summary>
/// Ignores a banned user's token: open endpoints stay open. All others answer 403 <c>user-banned</c> instead of 401, so that a client does
/// not try to refresh it.
/// </summary>
internal static class BannedTokens
{
    /// <summary>Never thrown: how the framework carries the reason from the one handler to the other.</summary>
    private static readonly AuthenticationFailureException Banned = new("The user is banned.");

    public static async Task RefuseAsync(TokenValidatedContext context)
    {
        var bans = context.HttpContext.RequestServices.GetRequiredService<IBans>();
        var userId = context.Principal!.UserId();
        if (await bans.IsBannedAsync(userId, context.HttpContext.RequestAborted))
        {
            RefusedUsers.LogBanned(context.HttpContext, userId);
            context.Fail(Banned);
        }
    }

    public static async Task AnswerAsync(JwtBearerChallengeContext context)
    {
        if (ReferenceEquals(context.AuthenticateFailure, Banned))
        {
            context.HandleResponse();
            await Problem.Forbidden("user-banned", "This account is banned.").ExecuteAsync(context.HttpContext);
        }
    }
}
