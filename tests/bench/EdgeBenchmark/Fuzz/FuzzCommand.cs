using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using TicketBooking.Fuzzing;

namespace TicketBooking.EdgeBenchmark.Fuzz;

/// <summary>Sends valid and broken requests to every operation, and says which answers were wrong.</summary>
internal static class FuzzCommand
{
    /// <summary>Requests of one seed: a token lasts for longer than they take.</summary>
    private const int Round = 20_000;

    public static Command New()
    {
        var address = new Option<string>("--address") { Description = "The gateway", DefaultValueFactory = _ => "http://localhost:8080" };
        var data = new Option<string>("--data") { Description = "Data directory of the launcher, for the administrator's password", DefaultValueFactory = _ => ".local" };
        var requests = new Option<int>("--requests") { Description = "How many", DefaultValueFactory = _ => 100_000 };
        var seed = new Option<int>("--seed") { Description = "Of the first 20,000; each 20,000 more have the next", DefaultValueFactory = _ => RandomNumberGenerator.GetInt32(1 << 30) };
        var connections = new Option<int>("--connections") { Description = "How many ask at the same time", DefaultValueFactory = _ => 8 };
        var command = new Command("fuzz", "Which requests are answered wrongly; needs a system with Limits__Scale=100") { address, data, requests, seed, connections };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new Uri(parsed.GetRequiredValue(address)),
            parsed.GetRequiredValue(data),
            parsed.GetValue(requests),
            parsed.GetValue(seed),
            parsed.GetValue(connections),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri gateway, string data, int requests, int seed, int connections, CancellationToken cancellationToken)
    {
        using var secrets = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "secrets.json"), cancellationToken));
        var password = secrets.RootElement.GetProperty("AdminPassword").GetString()!;
        var (faults, clock) = (0, Stopwatch.StartNew());
        for (var sent = 0; sent < requests; sent += Round, seed++)
        {
            var subject = await FuzzSubject.PrepareAsync(gateway, ("admin", password), cancellationToken);
            var report = await Fuzzer.RunAsync(subject, seed, Math.Min(Round, requests - sent), connections, cancellationToken);
            Console.WriteLine($"seed {seed}: {report.Count} requests  {report.Statuses}");
            foreach (var fault in report.Faults)
            {
                Console.WriteLine(fault);
            }

            faults += report.Faults.Count;
        }

        Console.WriteLine($"{requests} requests in {clock.Elapsed.TotalSeconds:0} s, {faults} faults");
        return faults == 0 ? 0 : 1;
    }
}
