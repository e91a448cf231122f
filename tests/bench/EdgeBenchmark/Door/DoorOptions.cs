using System.Globalization;
using System.Text.Json;

namespace TicketBooking.EdgeBenchmark.Door;

/// <summary>Where the system is, and how hard to push.</summary>
internal sealed record DoorOptions(string Data, int PortOffset, int Connections, TimeSpan Duration)
{
    public const string Usage = "gateway|limiter [--data .local] [--port-offset 0] [--connections 16] [--seconds 15]";

    public static DoorOptions Parse(string[] args)
    {
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
        return given.Keys.Except(["--data", "--port-offset", "--connections", "--seconds"]).Any()
            ? throw new FormatException(Usage)
            : new(given.GetValueOrDefault("--data", ".local"), Number("--port-offset", 0), Number("--connections", 16), TimeSpan.FromSeconds(Number("--seconds", 15)));

        int Number(string name, int standard) =>
            given.TryGetValue(name, out var text) ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : standard;
    }

    public Uri Address(int port, string path) => new($"http://localhost:{port + PortOffset}{path}");

    /// <summary>One of the launcher's secrets.</summary>
    public string Secret(string name)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "secrets.json")));
        return secrets.RootElement.GetProperty(name).GetString()!;
    }
}
