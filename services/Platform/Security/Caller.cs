using System.Security.Claims;

namespace TicketBooking.Platform;

/// <summary>Reads the caller from the validated access token.</summary>
public static class Caller
{
    /// <summary>The user's id (<c>sub</c>).</summary>
    /// <exception cref="InvalidOperationException">When the token has no such claim, which our issuer never makes.</exception>
    public static Guid UserId(this ClaimsPrincipal caller) =>
        Guid.TryParse(caller.FindFirstValue("sub"), out var id)
            ? id
            : throw new InvalidOperationException("The access token has no user id.");

    /// <summary>Whether the caller has the role ADMIN.</summary>
    public static bool IsAdmin(this ClaimsPrincipal caller) => caller.IsInRole(TokenAuthentication.AdminRole);
}
