namespace TicketBooking.Testing;

/// <summary>What a process holds in memory, by /proc.</summary>
public static class ProcessMemory
{
    /// <returns>Bytes: the resident set.</returns>
    public static long ReadBytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;
    }
}
