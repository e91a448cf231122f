using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using TicketBooking.EventCore.Data;

namespace TicketBooking.EventCore.Security;

/// <summary>
/// AES-GCM over private keys at rest, bound to the key's id. Layout: 12 bytes nonce, 16 bytes tag, cipher text. Each is stored with the id of the
/// encryption key, so that there may be several.
/// </summary>
internal sealed class KeyEncryption(IOptions<AuthOptions> options)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Dictionary<string, byte[]> _keys =
        options.Value.EncryptionKeys.ToDictionary(key => key.Id, key => Convert.FromBase64String(key.Key), StringComparer.Ordinal);

    /// <summary>Id of the key that encrypts.</summary>
    public string CurrentId => options.Value.KeyEncryptionKeyId;

    public StoredKey Encrypt(string kid, byte[] publicKey, ReadOnlySpan<byte> plain)
    {
        var sealedKey = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedKey.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_keys[CurrentId], TagBytes);
        aes.Encrypt(
            nonce, plain, sealedKey.AsSpan(NonceBytes + TagBytes), sealedKey.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(kid));
        return new StoredKey(kid, publicKey, sealedKey, CurrentId);
    }

    /// <exception cref="InvalidOperationException">
    /// When the settings have no such key, or it was encrypted with another key, for another id, or altered.
    /// </exception>
    public byte[] Decrypt(StoredKey stored)
    {
        if (!_keys.TryGetValue(stored.EncryptionKeyId, out var key))
        {
            throw new InvalidOperationException(
                $"Signing key {stored.Kid} in the database is encrypted with key '{stored.EncryptionKeyId}', which Auth:KeyEncryptionKeys does not have.");
        }

        ReadOnlySpan<byte> sealedKey = stored.PrivateKey;
        try
        {
            var plain = new byte[sealedKey.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(
                sealedKey[..NonceBytes],
                sealedKey[(NonceBytes + TagBytes)..],
                sealedKey.Slice(NonceBytes, TagBytes),
                plain,
                Encoding.UTF8.GetBytes(stored.Kid));
            return plain;
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new InvalidOperationException(
                $"{AuthOptions.SettingOf(stored.EncryptionKeyId)} does not fit signing key {stored.Kid} in the database.", exception);
        }
    }
}
