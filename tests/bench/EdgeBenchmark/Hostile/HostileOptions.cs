using System.CommandLine;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>What to attack, with what, and for how long.</summary>
/// <param name="Gateway">The public address; the other ports follow from it.</param>
/// <param name="Duration">Of the quiet time and of each attack.</param>
/// <param name="TriesPerSecond">What the attacker begins, connections or requests.</param>
/// <param name="Attacks">Names; none is all.</param>
internal sealed record HostileOptions(Uri Gateway, TimeSpan Duration, int TriesPerSecond, IReadOnlyCollection<string> Attacks)
{
    /// <summary>A command with these as its options.</summary>
    public static Command Command(string name, string description, Func<HostileOptions, Task<int>> measure)
    {
        var gateway = new Option<string>("--gateway") { Description = "The public address", DefaultValueFactory = _ => "http://localhost:8080" };
        var seconds = new Option<int>("--seconds") { Description = "How long each attack lasts", DefaultValueFactory = _ => 30 };
        var rate = new Option<int>("--rate") { Description = "Connections or requests a second that an attacker begins", DefaultValueFactory = _ => 2000 };
        var attacks = new Argument<string[]>("attack")
        {
            Description = $"Which; none is all of them: {string.Join(", ", Attack.All.Select(attack => attack.Name))}", Arity = ArgumentArity.ZeroOrMore,
        };
        attacks.AcceptOnlyFromAmong([.. Attack.All.Select(attack => attack.Name)]);
        var command = new Command(name, description) { gateway, seconds, rate, attacks };
        command.SetAction(parsed => measure(new(
            new(parsed.GetRequiredValue(gateway)), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rate), parsed.GetValue(attacks) ?? [])));
        return command;
    }
}
