using System.CommandLine;
using System.Text.Json;

namespace TicketBooking.EdgeBenchmark.Door;

/// <summary>Where the system is, and how hard to push.</summary>
internal sealed record DoorOptions(string Data, int PortOffset, int Connections, TimeSpan Duration)
{
    /// <summary>A command with these as its options.</summary>
    public static Command Command(string name, string description, Func<DoorOptions, Task<int>> measure)
    {
        var data = new Option<string>("--data") { Description = "Data directory of the launcher", DefaultValueFactory = _ => ".local" };
        var portOffset = new Option<int>("--port-offset") { Description = "As the launcher was started" };
        var connections = new Option<int>("--connections") { Description = "How many ask at the same time", DefaultValueFactory = _ => 16 };
        var seconds = new Option<int>("--seconds") { Description = "How long it measures", DefaultValueFactory = _ => 15 };
        var command = new Command(name, description) { data, portOffset, connections, seconds };
        command.SetAction(parsed => measure(new(
            parsed.GetRequiredValue(data), parsed.GetValue(portOffset), parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(seconds)))));
        return command;
    }

    public Uri Address(int port, string path) => new($"http://localhost:{port + PortOffset}{path}");

    /// <summary>One of the launcher's secrets.</summary>
    public string Secret(string name)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "secrets.json")));
        return secrets.RootElement.GetProperty(name).GetString()!;
    }
}
