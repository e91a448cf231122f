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

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(HostileOptions options)
    {
        using var organiser = await Stage.RegisterAsync(options.Gateway, IPAddress.Parse("127.2.0.1"));
        var small = await organiser.CreateEventAsync(SmallEvent / SeatsPerRow, SeatsPerRow);
        var large = await organiser.CreateEventAsync(LargestEvent / SeatsPerRow, SeatsPerRow);
        await using var users = await Users.OpenAsync(options.Gateway, small);
        var target = new Target(options.Gateway, AttackCommand.Address, small, large);

        Console.WriteLine($"{Environment.ProcessorCount} cores; attacker, users and system on one machine; {options.Duration.TotalSeconds:0} s each");
        // Until everything is compiled and has its connections.
        await users.AskAsync(Users.NewProbes(), WarmUp);
        var quiet = Users.NewProbes();
        var attacks = Attack.All.Where(attack => options.Attacks.Count == 0 || options.Attacks.Contains(attack.Name)).ToList();
        var (isHeld, results) = (true, new List<(string Name, Probe[] During)>());
        foreach (var attack in attacks)
        {
            // Before each attack, so that all of them are compared with the same machine.
            await users.AskAsync(quiet, options.Duration / 2);
            var (during, done) = await UnderAsync(attack, target, users, options);
            results.Add((attack.Name, during));
            isHeld &= done.IsWhole(options.TriesPerSecond);
            await Task.Delay(Recovery, CancellationToken.None);
        }

        Console.WriteLine();
        Print("quiet", quiet, quiet);
        results.ForEach(result => Print(result.Name, result.During, quiet));
        return isHeld && results.TrueForAll(result => result.During.All(probe => probe.IsWithin(quiet))) ? 0 : NotHeld;
    }

    private static async Task<(Probe[] During, TriesDone Done)> UnderAsync(Attack attack, Target target, Users users, HostileOptions options)
    {
        using var attacker = AttackProcess.Start(attack, target, options.TriesPerSecond);
        await attacker.UntilReadyAsync();
        using var stop = new CancellationTokenSource();
        var costs = new SystemCosts(target.Gateway.Port);
        var watching = costs.WatchAsync(stop.Token);
        await attacker.BeginAsync();
        var during = Users.NewProbes();
        await users.AskAsync(during, options.Duration);
        await stop.CancelAsync();
        await watching;
        var done = await attacker.EndAsync();
        Console.WriteLine();
        Console.WriteLine($"{attack.Name}: {attack.What}; {done}");
        Console.WriteLine($"  {costs}");
        return (during, done);
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
