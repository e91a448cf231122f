using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.EventCore.Data;
using TicketBooking.EventCore.Domain;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

/// <param name="User">Part of a user name or mail address, in any case.</param>
public sealed record UserSearch([property: Required, StringLength(254), PlainText] string? User);

/// <param name="Id">The user.</param>
/// <param name="Username">As registered.</param>
/// <param name="Email">As registered.</param>
/// <param name="Role">USER or ADMIN.</param>
/// <param name="Banned">Whether the user is banned.</param>
public sealed record UserResponse(Guid Id, string Username, string Email, string Role, bool Banned)
{
    internal static UserResponse Of(User user) => new(user.Id, user.Username, user.Email, user.Role, user.IsBanned);
}

internal static class SearchUsers
{
    public static Task<Results<Ok<Page<UserResponse>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] UserSearch search, [AsParameters] PageQuery page, EventCoreContext db, CancellationToken cancellationToken) =>
        db.UsersLike(search.User!)
            .OrderBy(user => user.UsernameKey)
            .ToPageAsync(page, ListKeys.Users, UserResponse.Of, cancellationToken);
}
