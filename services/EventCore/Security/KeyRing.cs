using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using TicketBooking.EventCore.Data;

namespace TicketBooking.EventCore.Security;

/// <summary>The issuer's ES256 keys.</summary>
internal sealed class KeyRing(NpgsqlDataSource database, KeyEncryption encryption, IOptions<AuthOptions> options)
{
    // A provider kept by the library would outlive the key that it was made from.
    private static readonly CryptoProviderFactory Uncached = new() { CacheSignatureProviders = false };

    /// <summary>Makes the first key unless one can sign already.</summary>
    /// <exception cref="InvalidOperationException">A stored one cannot be decrypted.</exception>
    public async Task<bool> EnsureKeyAsync(CancellationToken cancellationToken)
    {
        var added = await SigningKeyTable.AddFirstAsync(database, NewKey(), cancellationToken);
        foreach (var stored in await SigningKeyTable.PublishedAsync(database, cancellationToken))
        {
            encryption.Decrypt(stored);
        }

        return added;
    }

    /// <summary>Encrypts all keys with the current encryption key.</summary>
    /// <returns>How many were encrypted with another.</returns>
    /// <exception cref="InvalidOperationException">One cannot be decrypted; nothing has changed.</exception>
    public Task<int> ReencryptAsync(CancellationToken cancellationToken) => SigningKeyTable.ReencryptAsync(
        database,
        encryption.CurrentId,
        stored => encryption.Encrypt(stored.Kid, stored.PublicKey, encryption.Decrypt(stored)),
        cancellationToken);

    /// <summary>Publishes the next key when it is due, or now with <paramref name="force"/>, and deletes keys that have ended.</summary>
    /// <param name="force">Ignores the age of the newest key, but adds none while one is published that does not sign yet.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    public Task<KeyRotationResult> RotateAsync(bool force, CancellationToken cancellationToken)
    {
        var auth = options.Value;
        var schedule = new KeySchedule(auth.KeyLead, force ? TimeSpan.Zero : auth.KeyLifetime, auth.KeyOverlap);
        return SigningKeyTable.RotateAsync(database, NewKey(), schedule, cancellationToken);
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
        var keys = await SigningKeyTable.PublishedAsync(database, cancellationToken);
        return [.. keys.Select(PublicJwk)];
    }

    private StoredKey NewKey()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var kid = Base64UrlEncoder.Encode(PublicJwk(pair).ComputeJwkThumbprint());
        return encryption.Encrypt(kid, pair.ExportSubjectPublicKeyInfo(), pair.ExportPkcs8PrivateKey());
    }

    private async Task<LoadedKey> LoadCurrentAsync(CancellationToken cancellationToken)
    {
        var stored = await SigningKeyTable.CurrentAsync(database, cancellationToken);
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(encryption.Decrypt(stored), out _);
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
