using TicketBooking.EventCore.Domain;
using TicketBooking.EventCore.Security;

namespace TicketBooking.EventCore.Features.Auth;

/// <summary>The answer to a register, login or refresh; the refresh token is in the cookie only.</summary>
/// <param name="Id">The user.</param>
/// <param name="Username">As registered.</param>
/// <param name="Email">As registered.</param>
/// <param name="Role">USER or ADMIN.</param>
/// <param name="AccessToken">For the header Authorization.</param>
/// <param name="TokenType">Bearer.</param>
/// <param name="ExpiresIn">Seconds that the access token lives.</param>
public sealed record SignedIn(Guid Id, string Username, string Email, string Role, string AccessToken, string TokenType, int ExpiresIn)
{
    internal static SignedIn Of(User user, string accessToken) =>
        new(user.Id, user.Username, user.Email, user.Role, accessToken, "Bearer", (int)AccessTokens.Life.TotalSeconds);
}
