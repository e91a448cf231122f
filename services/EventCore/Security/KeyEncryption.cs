using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TicketBooking.EventCore.Security;

/// <summary>AES-GCM over private keys at rest, bound to the key's id. Layout: 12 bytes nonce, 16 bytes tag, cipher text.</summary>
internal sealed class KeyEncryption(IOptions<AuthOptions> options)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _key = Convert.FromBase64String(options.Value.KeyEncryptionKey);

    public byte[] Encrypt(string kid, ReadOnlySpan<byte> plain)
    {
        var sealedKey = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedKey.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(
            nonce, plain, sealedKey.AsSpan(NonceBytes + TagBytes), sealedKey.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(kid));
        return sealedKey;
    }

    /// <exception cref="InvalidOperationException">When it was encrypted with another key, for another id, or altered.</exception>
    public byte[] Decrypt(string kid, ReadOnlySpan<byte> sealedKey)
    {
        try
        {
            var plain = new byte[sealedKey.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(
                sealedKey[..NonceBytes],
                sealedKey[(NonceBytes + TagBytes)..],
                sealedKey.Slice(NonceBytes, TagBytes),
                plain,
                Encoding.UTF8.GetBytes(kid));
            return plain;
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new InvalidOperationException($"Auth:KeyEncryptionKey does not fit signing key {kid} in the database.", exception);
        }
    }
}
