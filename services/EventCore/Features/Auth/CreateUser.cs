using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;
using TicketBooking.EventCore.Security;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Auth;

public sealed record CreateUserRequest(
    [property: Required, RegularExpression("[A-Za-z0-9._-]{3,50}", ErrorMessage = "A user name is 3 to 50 letters, digits or . _ -")]
    string Username,
    [property: Required, EmailAddress, StringLength(254), PlainText] string Email,
    [property: Required, StringLength(200, MinimumLength = 10)] string Password);

internal static class CreateUser
{
    public static async Task<Results<Created<SignedIn>, ProblemHttpResult>> HandleAsync(
        CreateUserRequest request,
        HttpContext context,
        EventCoreContext db,
        LoginThrottle throttle,
        HashingQueue hashing,
        Passwords passwords,
        AccessTokens tokens,
        SignInLog log,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        using var place = await hashing.EnterAsync(cancellationToken);
        if (place is null)
        {
            return Problem.Busy();
        }

        if (await throttle.BeginCreateAsync(ClientAddress.Of(context.Request), cancellationToken) is { } wait)
        {
            return AuthProblems.TooManyAttempts(context.Response, wait);
        }

        var user = User.Create(request.Username, request.Email, passwords.Hash(request.Password), Roles.User, clock.GetUtcNow());
        place.Dispose();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.TryAddUserAsync(user, cancellationToken))
        {
            // Does not say which of the two, so that this answer does not reveal which mail addresses have an account.
            return Problem.Conflict("user-exists", "The user name or the mail address is taken.");
        }

        var refreshToken = RefreshToken.Create();
        await db.OpenSessionAsync(user.Id, refreshToken.Hash, RefreshToken.Life, cancellationToken);
        var accessToken = await tokens.IssueAsync(user, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        log.Created(user.Id, ClientAddress.Of(context.Request));
        RefreshCookie.Set(context.Response, refreshToken);
        return TypedResults.Created((string?)null, SignedIn.Of(user, accessToken));
    }
}
