using System.Globalization;

namespace TicketBooking.Testing;

/// <summary>What the kernel holds of answers that are not read, by /proc/net/tcp.</summary>
public static class KernelBuffers
{
    /// <returns>Bytes: the longest send queue of a connection of a server on this machine.</returns>
    public static long LongestSendQueue(int serverPort) => File.ReadLines("/proc/net/tcp").Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[1].EndsWith($":{serverPort:X4}", StringComparison.Ordinal))
        .Max(fields => long.Parse(fields[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
