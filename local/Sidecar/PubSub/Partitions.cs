using System.Text;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Which partition a message belongs to. The answer for a key must never change: the log outlives the process.</summary>
internal static class Partitions
{
    public const short Count = 8;

    private static int _turn;

    public static short For(string? key, string? pinned)
    {
        if (short.TryParse(pinned, out var number) && number is >= 0 and < Count)
        {
            return number;
        }

        return key is null ? (short)((uint)Interlocked.Increment(ref _turn) % Count) : (short)(Fnv1A(key) % Count);
    }

    private static uint Fnv1A(string key)
    {
        var hash = 2166136261u;
        foreach (var unit in Encoding.UTF8.GetBytes(key))
        {
            hash = unchecked((hash ^ unit) * 16777619u);
        }

        return hash;
    }
}
