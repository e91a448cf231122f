namespace TicketBooking.EdgeBenchmark.Live;

/// <summary>What the gateway's process holds in memory, by /proc.</summary>
internal static class GatewayMemory
{
    /// <returns>MiB, or null when the process is not on this machine.</returns>
    public static long? ReadMiB(int port)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(name => int.TryParse(Path.GetFileName(name), out _)))
        {
            // Not the shell that guards it, whose command line says the same.
            if (Read(directory, "cmdline").Split('\0') is [var program, var assembly, ..]
                && Path.GetFileName(program) == "dotnet" && Path.GetFileName(assembly) == "Gateway.dll"
                && Read(directory, "environ").Split('\0').Contains($"APP_PORT={port}"))
            {
                var line = Read(directory, "status").Split('\n').First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024;
            }
        }

        return null;
    }

    private static string Read(string directory, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or somebody else's.
            return "";
        }
    }
}
