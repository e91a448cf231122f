using System.Security.Cryptography;
using System.Text;

namespace TicketBooking.Contracts.Layout;

/// <summary>Derives a seat's id from the seat: every generation gives the same one.</summary>
public static class SeatId
{
    private const int Bytes = 16;

    /// <summary>A UUID of version 8 (RFC 9562) from SHA-256. The section comes last, so no name can imitate another seat's parts.</summary>
    public static Guid Of(Guid eventId, string section, string row, int number)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{eventId:D}/{row}/{number}/{section}"));
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash.AsSpan(0, Bytes), bigEndian: true);
    }
}
