using System.Globalization;

namespace TicketBooking.Gateway.Limits;

/// <summary>How many files, sockets among them, this process may open. One that needs another cannot go on: the runtime ends it.</summary>
internal static class OpenFiles
{
    private const string Name = "Max open files";

    /// <summary>Null where Linux does not say, or says that there is no limit.</summary>
    public static int? Limit { get; } = OperatingSystem.IsLinux() ? LimitIn(File.ReadLines("/proc/self/limits")) : null;

    /// <summary>Connections of clients: half of the files, as a request has a connection to the sidecar too.</summary>
    public static int MostConnections(int wanted, int? files) => Math.Min(wanted, files / 2 ?? wanted);

    /// <param name="limits">Lines of name, soft limit, hard limit, unit.</param>
    public static int? LimitIn(IEnumerable<string> limits)
    {
        var line = limits.First(line => line.StartsWith(Name, StringComparison.Ordinal));
        var soft = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? (int)Math.Min(files, int.MaxValue) : null;
    }
}
