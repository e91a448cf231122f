using System.Security.Cryptography;
using System.Text;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Chooses the partition of a message. The answer for a key must never change: the log outlives the process.</summary>
internal static class Partitions
{
    public const short Count = 8;

    private static int _turn;

    /// <summary>Without a key it is the next one in turn.</summary>
    public static short For(string? key) =>
        key is null ? (short)((uint)Interlocked.Increment(ref _turn) % Count) : (short)(SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Count);
}
