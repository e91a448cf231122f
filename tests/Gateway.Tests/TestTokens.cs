using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TicketBooking.Gateway.Tests;

/// <summary>Issues access tokens as event-core does; <see cref="ScriptedSidecar"/> publishes the key.</summary>
internal static class TestTokens
{
    public const string Issuer = "http://issuer.test";

    private static readonly ECDsaSecurityKey Key = NewKey("the-key");

    public static string KeySet { get; } = JsonSerializer.Serialize(new { keys = new[] { Published(Key) } });

    public static string Issue(
        string? subject = null, string role = "USER", string audience = "ticket-booking", TimeSpan? life = null, SecurityKey? key = null) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = audience,
            Subject = new ClaimsIdentity([new("sub", subject ?? $"{Guid.CreateVersion7()}"), new("role", role)]),
            NotBefore = Now.AddHours(-1),
            Expires = Now + (life ?? TimeSpan.FromMinutes(10)),
            SigningCredentials = new SigningCredentials(key ?? Key, SecurityAlgorithms.EcdsaSha256),
        });

    public static ECDsaSecurityKey NewKey(string id) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = id };

    /// <summary>The same claims without a signature, in the way that a careless validator accepts.</summary>
    public static string Unsigned()
    {
        var parts = Issue().Split('.');
        return $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

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
