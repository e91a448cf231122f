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

    public async Task<string> IssueAsync(User user, CancellationToken cancellationToken) => (await IssueAsync([user], cancellationToken))[0];

    /// <summary>A token for each, in their order; the key is read once.</summary>
    public Task<string[]> IssueAsync(IReadOnlyList<User> users, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return keys.SignAsync(credentials => users.Select(user => Handler.CreateToken(Describe(user, now, credentials))).ToArray(), cancellationToken);
    }

    private SecurityTokenDescriptor Describe(User user, DateTimeOffset now, SigningCredentials credentials) => new()
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
    };
}
