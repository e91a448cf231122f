using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Security;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Auth;

/// <param name="Username">User name or mail address.</param>
/// <param name="Password">Checked against the stored hash.</param>
public sealed record LogInRequest(
    [property: Required, StringLength(254), PlainText] string Username,
    [property: Required, StringLength(200)] string Password);

internal static class LogIn
{
    public static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> HandleAsync(
        LogInRequest request,
        HttpContext context,
        EventCoreContext db,
        LoginThrottle throttle,
        SignInLog log,
        HashingQueue hashing,
        Passwords passwords,
        AccessTokens tokens,
        CancellationToken cancellationToken)
    {
        // Before the attempt is counted: one that finds no place is none.
        using var place = await hashing.EnterAsync(cancellationToken);
        if (place is null)
        {
            return Problem.Busy();
        }

        var address = ClientAddress.Of(context.Request);
        var user = await db.FindUserAsync(request.Username, cancellationToken);
        // One count for an account, by whichever of its names it is asked for.
        var account = user?.Username ?? request.Username;
        if (await throttle.BeginLoginAsync(account, address, cancellationToken) is { } wait)
        {
            log.Throttled(user?.Id, address);
            return AuthProblems.TooManyAttempts(context.Response, wait);
        }

        var verified = passwords.Verify(user, request.Password);
        if (user is null || verified == PasswordVerificationResult.Failed)
        {
            log.Failed(user?.Id, address);
            return Problem.Of(StatusCodes.Status401Unauthorized, "invalid-credentials", "The user name or the password is wrong.");
        }

        await throttle.SucceededAsync(account, address, cancellationToken);
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = passwords.Hash(request.Password);
        }

        place.Dispose();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockUserAsync(user.Id, cancellationToken) is { IsBanned: true })
        {
            return AuthProblems.Banned();
        }

        await db.SaveChangesAsync(cancellationToken);
        var refreshToken = RefreshToken.Create();
        await db.OpenSessionAsync(user.Id, refreshToken.Hash, RefreshToken.Life, cancellationToken);
        var accessToken = await tokens.IssueAsync(user, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        log.LoggedIn(user.Id, address);
        RefreshCookie.Set(context.Response, refreshToken);
        return TypedResults.Ok(SignedIn.Of(user, accessToken));
    }
}
