namespace TicketBooking.EdgeBenchmark;

/// <summary>What a process of the system holds in memory, by /proc.</summary>
internal static class ServiceMemory
{
    /// <param name="service">Name of its assembly.</param>
    /// <param name="port">A port that it was told of, its own or that of an app.</param>
    /// <returns>MiB, or null when the process is not on this machine.</returns>
    public static long? ReadMiB(string service, int port)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(name => int.TryParse(Path.GetFileName(name), out _)))
        {
            // Not the shell that guards it, whose command line says the same.
            if (Read(directory, "cmdline").Split('\0') is [var program, var assembly, ..]
                && Path.GetFileName(program) == "dotnet" && Path.GetFileNameWithoutExtension(assembly) == service
                && Read(directory, "environ").Split('\0').Any(variable => variable.EndsWith($"={port}", StringComparison.Ordinal)))
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
