using System.CommandLine;

namespace TicketBooking.EdgeBenchmark.Live;

/// <summary>What to measure.</summary>
internal sealed record LiveOptions(Uri Gateway, int Listeners, int HoldsPerSecond, TimeSpan Duration)
{
    /// <summary>A command with these as its options.</summary>
    public static Command Command(string name, string description, Func<LiveOptions, Task<int>> measure)
    {
        var gateway = new Option<string>("--gateway") { Description = "The public address", DefaultValueFactory = _ => "http://localhost:8080" };
        var listeners = new Option<int>("--listeners") { Description = "Open streams", DefaultValueFactory = _ => 1000 };
        var holds = new Option<int>("--holds") { Description = "Holds a second", DefaultValueFactory = _ => 20 };
        var seconds = new Option<int>("--seconds") { Description = "How long seats are held", DefaultValueFactory = _ => 30 };
        var command = new Command(name, description) { gateway, listeners, holds, seconds };
        command.SetAction(parsed => measure(new(
            new(parsed.GetRequiredValue(gateway)), parsed.GetValue(listeners), parsed.GetValue(holds), TimeSpan.FromSeconds(parsed.GetValue(seconds)))));
        return command;
    }
}
