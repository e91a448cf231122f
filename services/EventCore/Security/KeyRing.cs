using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using TicketBooking.EventCore.Data;

namespace TicketBooking.EventCore.Security;

/// <summary>The issuer's ES256 keys.</summary>
internal sealed class KeyRing(SigningKeyTable table, KeyEncryption encryption)
{
    // A provider kept by the library would outlive the key that it was made from.
    private static readonly CryptoProviderFactory Uncached = new() { CacheSignatureProviders = false };

    /// <summary>Makes the first key unless one can sign already; fails when the stored ones cannot be decrypted.</summary>
    public async Task<bool> EnsureKeyAsync(CancellationToken cancellationToken)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var kid = Base64UrlEncoder.Encode(PublicJwk(pair).ComputeJwkThumbprint());
        var key = new StoredKey(kid, pair.ExportSubjectPublicKeyInfo(), encryption.Encrypt(kid, pair.ExportPkcs8PrivateKey()));
        var added = await table.AddFirstAsync(key, cancellationToken);
        using var current = await LoadCurrentAsync(cancellationToken);
        return added;
    }

    /// <summary>Signs with the current key.</summary>
    /// <param name="make">Uses the credentials; they end when it returns.</param>
    /// <param name="cancellationToken">Cancels loading the key.</param>
    public async Task<T> SignAsync<T>(Func<SigningCredentials, T> make, CancellationToken cancellationToken)
    {
        using var current = await LoadCurrentAsync(cancellationToken);
        return make(new SigningCredentials(current.Key, SecurityAlgorithms.EcdsaSha256) { CryptoProviderFactory = Uncached });
    }

    /// <summary>Public keys as clients read them.</summary>
    public async Task<IReadOnlyList<JsonWebKey>> PublishedAsync(CancellationToken cancellationToken)
    {
        var keys = await table.PublishedAsync(cancellationToken);
        return [.. keys.Select(PublicJwk)];
    }

    private async Task<LoadedKey> LoadCurrentAsync(CancellationToken cancellationToken)
    {
        var stored = await table.CurrentAsync(cancellationToken);
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(encryption.Decrypt(stored.Kid, stored.PrivateKey), out _);
        return new LoadedKey(pair, new ECDsaSecurityKey(pair) { KeyId = stored.Kid });
    }

    private static JsonWebKey PublicJwk(StoredKey stored)
    {
        using var pair = ECDsa.Create();
        pair.ImportSubjectPublicKeyInfo(stored.PublicKey, out _);
        var jwk = PublicJwk(pair);
        jwk.Kid = stored.Kid;
        return jwk;
    }

    private static JsonWebKey PublicJwk(ECDsa pair)
    {
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            X = Base64UrlEncoder.Encode(point.X),
            Y = Base64UrlEncoder.Encode(point.Y),
            Use = JsonWebKeyUseNames.Sig,
            Alg = SecurityAlgorithms.EcdsaSha256,
        };
    }

    private sealed record LoadedKey(ECDsa Pair, ECDsaSecurityKey Key) : IDisposable
    {
        public void Dispose() => Pair.Dispose();
    }
}
