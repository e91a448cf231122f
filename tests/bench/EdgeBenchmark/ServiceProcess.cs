using System.Diagnostics;

namespace TicketBooking.EdgeBenchmark;

/// <summary>A process of the system on this machine, by /proc.</summary>
internal sealed class ServiceProcess
{
    private readonly int _id;

    private ServiceProcess(int id) => _id = id;

    /// <param name="service">Name of its assembly.</param>
    /// <param name="port">A port that it was told of, its own or that of an app.</param>
    /// <returns>Null when it is not on this machine.</returns>
    public static ServiceProcess? Find(string service, int port)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            // Not the shell that guards it, whose command line says the same.
            if (int.TryParse(Path.GetFileName(directory), out var id)
                && Read(directory, "cmdline").Split('\0') is [var program, var assembly, ..]
                && Path.GetFileName(program) == "dotnet" && Path.GetFileNameWithoutExtension(assembly) == service
                && Read(directory, "environ").Split('\0').Any(variable => variable.EndsWith($"={port}", StringComparison.Ordinal)))
            {
                return new(id);
            }
        }

        return null;
    }

    /// <summary>What it holds in memory; null when it has ended.</summary>
    public long? ReadMiB() =>
        Read($"/proc/{_id}", "status").Split('\n').FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024
            : null;

    /// <summary>How long it has used a processor.</summary>
    public TimeSpan ReadTime()
    {
        using var process = Process.GetProcessById(_id);
        return process.TotalProcessorTime;
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
