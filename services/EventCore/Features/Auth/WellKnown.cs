using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using TicketBooking.EventCore.Security;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Auth;

/// <summary>RFC 7517.</summary>
public sealed record PublishedKeys(IReadOnlyList<PublishedKey> Keys);

/// <summary>An elliptic curve key, public part only.</summary>
public sealed record PublishedKey(string Kid, string Kty, string Crv, string X, string Y, string Use, string Alg);

/// <summary>The part that a resource server needs: where the keys are and what is signed with them.</summary>
public sealed record Discovery(
    [property: JsonPropertyName("issuer")] string Issuer,
    [property: JsonPropertyName("jwks_uri")] string JwksUri,
    [property: JsonPropertyName("response_types_supported")] string[] ResponseTypes,
    [property: JsonPropertyName("subject_types_supported")] string[] SubjectTypes,
    [property: JsonPropertyName("id_token_signing_alg_values_supported")] string[] Algorithms);

internal static class WellKnown
{
    /// <summary>How long a cache may keep the keys: a twelfth of the default lead.</summary>
    private const string CacheControl = "public, max-age=300";

    public static async Task<Ok<PublishedKeys>> GetKeysAsync(KeyRing keys, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.CacheControl = CacheControl;
        var published = await keys.PublishedAsync(cancellationToken);
        return TypedResults.Ok(new PublishedKeys([.. published.Select(ToPublished)]));
    }

    public static Ok<Discovery> GetDiscovery(IOptions<AuthOptions> options) => TypedResults.Ok(new Discovery(
        options.Value.Issuer,
        options.Value.Issuer.TrimEnd('/') + TokenAuthentication.JwksPath,
        ["token"],
        ["public"],
        [SecurityAlgorithms.EcdsaSha256]));

    private static PublishedKey ToPublished(JsonWebKey key) => new(key.Kid, key.Kty, key.Crv, key.X, key.Y, key.Use, key.Alg);
}
