using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>
/// The process of an attacker. It says that it is ready, begins when a line comes on its standard input, ends with that input, and then writes what it has done.
/// </summary>
internal static class AttackCommand
{
    public const string Name = "attack";

    /// <summary>One machine elsewhere.</summary>
    public static readonly IPAddress Address = IPAddress.Parse("127.66.0.1");

    public static Command New()
    {
        var name = new Argument<string>("attack");
        var gateway = new Option<string>("--gateway") { Required = true };
        var small = new Option<string>("--small") { Required = true };
        var large = new Option<string>("--large") { Required = true };
        var rate = new Option<int>("--rate") { Required = true };
        var command = new Command(Name, "What hostile starts as a process of its own") { name, gateway, small, large, rate };
        command.Hidden = true;
        command.SetAction(parsed => RunAsync(
            Attack.Named(parsed.GetRequiredValue(name)),
            new(new(parsed.GetRequiredValue(gateway)), Address, parsed.GetRequiredValue(small), parsed.GetRequiredValue(large)),
            parsed.GetValue(rate)));
        return command;
    }

    [SuppressMessage("Reliability", "CA2025", Justification = "The process ends with the attack, whose requests may hang.")]
    private static async Task<int> RunAsync(Attack attack, Target target, int perSecond)
    {
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        using var stop = new CancellationTokenSource();
        using var tries = new Tries(perSecond);
        var clock = Stopwatch.StartNew();
        var pacing = tries.PaceAsync(stop.Token);
        var attacking = Task.Run(() => attack.RunAsync(target, tries, stop.Token));
        await Console.In.ReadToEndAsync();
        var done = tries.Done(clock.Elapsed);
        Console.WriteLine(JsonSerializer.Serialize(done));
        // Its connections go with the process.
        await stop.CancelAsync();
        await pacing;
        _ = attacking;
        return 0;
    }
}
