using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TicketBooking.EventCore.Domain;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Security;

/// <summary>Makes access tokens. They cannot be revoked, so they are short-lived.</summary>
internal sealed class AccessTokens(KeyRing keys, IOptions<AuthOptions> options, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public Task<string> IssueAsync(User user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return keys.SignAsync(
            credentials => Handler.CreateToken(new SecurityTokenDescriptor
            {
                Issuer = options.Value.Issuer,
                Audience = TokenAuthentication.Audience,
                IssuedAt = now.UtcDateTime,
                Expires = (now + Life).UtcDateTime,
                SigningCredentials = credentials,
                Claims = new Dictionary<string, object>
                {
                    [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7(now).ToString(),
                    [JwtRegisteredClaimNames.Sub] = user.Id.ToString(),
                    [JwtRegisteredClaimNames.PreferredUsername] = user.Username,
                    ["role"] = user.Role,
                },
            }),
            cancellationToken);
    }
}
