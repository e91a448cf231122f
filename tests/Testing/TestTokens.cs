using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TicketBooking.Testing;

/// <summary>Issues access tokens as event-core does, with one key for the whole test run; a test's server publishes <see cref="KeySet"/>.</summary>
public static class TestTokens
{
    public const string Issuer = "http://tickets.test";

    private const string KeyId = "the-key";

    public static ECDsaSecurityKey Key { get; } = NewKey(KeyId);

    /// <summary>The body of <c>/.well-known/jwks.json</c>.</summary>
    public static string KeySet { get; } = JsonSerializer.Serialize(new { keys = new[] { Published(Key) } });

    /// <param name="subject">The user's id; a new one unless given.</param>
    /// <param name="role">USER or ADMIN.</param>
    /// <param name="change">What a hostile token has that event-core's have not.</param>
    public static string Issue(Guid? subject = null, string role = "USER", Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = "ticket-booking",
            NotBefore = now.AddHours(-1),
            Expires = now.AddMinutes(10),
            Claims = new Dictionary<string, object> { ["sub"] = $"{subject ?? Guid.CreateVersion7()}", ["role"] = role },
            SigningCredentials = SignedBy(Key),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    /// <summary>A key that nothing publishes, by default under the name of the one that is.</summary>
    public static ECDsaSecurityKey NewKey(string id = KeyId) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };

    public static SigningCredentials SignedBy(ECDsaSecurityKey key) => new(key, SecurityAlgorithms.EcdsaSha256);

    /// <summary>The claims of a good token without a signature, in the way that a careless validator accepts.</summary>
    public static string WithoutSignature() => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{Issue().Split('.')[1]}.";

    private static object Published(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kid = key.KeyId, kty = "EC", crv = "P-256", use = "sig", alg = "ES256",
            x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
