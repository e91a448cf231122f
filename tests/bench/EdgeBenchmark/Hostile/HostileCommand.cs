using System.Net;
using TicketBooking.EdgeBenchmark.Live;

namespace TicketBooking.EdgeBenchmark.Hostile;

/// <summary>
/// Measures what users get while one machine attacks, against the same users in quiet, and what each attack costs in memory. Attackers have
/// one address, users one each.
/// </summary>
internal static class HostileCommand
{
    private const int LargestEvent = 200_000;
    private const int SeatsPerRow = 100;
    private const int SmallEvent = 10_000;
    private const int NotHeld = 1;

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(HostileOptions options)
    {
        using var organiser = await Stage.RegisterAsync(options.Gateway, IPAddress.Parse("127.2.0.1"));
        var small = await organiser.CreateEventAsync(SmallEvent / SeatsPerRow, SeatsPerRow);
        var large = await organiser.CreateEventAsync(LargestEvent / SeatsPerRow, SeatsPerRow);
        await using var users = await Users.OpenAsync(options.Gateway, small);
        var target = new Target(options.Gateway, IPAddress.Parse("127.66.0.1"), small, large);

        Console.WriteLine($"{Environment.ProcessorCount} cores; attacker, users and system on one machine; {options.Duration.TotalSeconds:0} s each");
        await users.AskAsync(options.Duration / 3);
        var quiet = await users.AskAsync(options.Duration);
        Print("quiet", quiet, quiet);
        var isHeld = true;
        foreach (var attack in Attack.All.Where(attack => options.Attacks.Count == 0 || options.Attacks.Contains(attack.Name)))
        {
            var during = await UnderAsync(attack, target, users, options.Duration);
            Print(attack.Name, during, quiet);
            isHeld &= during.All(probe => probe.IsWithin(quiet));
            await Task.Delay(Recovery, CancellationToken.None);
        }

        return isHeld ? 0 : NotHeld;
    }

    private static async Task<Probe[]> UnderAsync(Attack attack, Target target, Users users, TimeSpan duration)
    {
        using var stop = new CancellationTokenSource();
        var memory = new MemoryPeaks(target.Gateway.Port);
        var watching = memory.WatchAsync(stop.Token);
        var attacking = Task.Run(() => attack.RunAsync(target, stop.Token));
        var during = await users.AskAsync(duration);
        await stop.CancelAsync();
        await attacking;
        await watching;
        Console.WriteLine();
        Console.WriteLine($"{attack.Name}: {attack.What}");
        Console.WriteLine($"  memory in MiB, before and most: {memory}");
        return during;
    }

    private static void Print(string name, Probe[] probes, Probe[] quiet)
    {
        foreach (var probe in probes)
        {
            var ratio = probe.Times.Percentile(99) / quiet.First(other => other.Name == probe.Name).Times.Percentile(99);
            Console.WriteLine(
                $"  {name,-14} {probe.Name,-8} p50 {probe.Times.Percentile(50),7:0.0} ms  p99 {probe.Times.Percentile(99),7:0.0} ms  "
                + $"{ratio,5:0.0} x quiet  {probe.Times.Count} answered{probe.Failures}");
        }
    }
}
