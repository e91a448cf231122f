using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TicketBooking.EventCore.Security;

/// <summary>An opaque secret of 256 bits. The browser has the text, the database the hash.</summary>
internal sealed record RefreshToken(string Text)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    /// <summary>SHA-256; a slow hash adds nothing to a secret that cannot be guessed.</summary>
    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    public static RefreshToken Create() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
}
