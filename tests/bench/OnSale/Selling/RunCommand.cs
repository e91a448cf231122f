using System.Text.Json;
using TicketBooking.OnSale.Machine;
using TicketBooking.OnSale.Sweeping;

namespace TicketBooking.OnSale.Selling;

/// <summary>Sells to a crowd, sweeps when all has come to rest, and writes what happened. Exit code: 0 all books agree, else 1.</summary>
internal static class RunCommand
{
    private const int Differs = 1;

    /// <summary>After the last buyer came: visits and their patience.</summary>
    private const int SecondsAfter = 600;

    public static async Task<int> RunAsync(RunOptions options, CancellationToken cancellationToken)
    {
        var (machine, system) = (MachineFacts.Read(), await LaunchedSystem.FindAsync(options.Data));
        var overrides = await system.OverridesAsync();
        Console.WriteLine($"{machine}{Environment.NewLine}The system's settings that are not as shipped: {string.Join(" ", overrides)}");
        await using var projection = new Projection(system);
        await using var use = await ProcessorUse.StartAsync(system);
        var halls = await OpenAsync(system, options, cancellationToken);
        var tokens = await Tokens.MintAsync(system, options.Buyers, options.Duration);

        var record = new Record(options.Seconds + SecondsAfter);
        using var crowd = new Crowd(options, record, system);
        var feeds = halls.Select(hall => new SeatFeed(crowd.Gateway, hall)).ToArray();
        await Task.WhenAll(feeds.Select(feed => feed.OpenAsync()));
        var (killer, before, from) = (new Killer(system, use, record, options), use.Read(), TimeProvider.System.GetUtcNow().UtcDateTime);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = new Progress(record, use, () => killer.Kills.Count);
        var (showing, killing) = (progress.RunAsync(over.Token), options.Kills > 0 ? killer.RunAsync(over.Token) : Task.CompletedTask);
        await crowd.SellAsync([.. halls.Zip(feeds, (hall, feed) => new Venue(hall, feed))], tokens, cancellationToken);
        var lasted = record.Now;
        await over.CancelAsync();
        await Task.WhenAll(showing, killing);
        var cpu = use.Read().ToDictionary(process => process.Key, process => process.Value - before.GetValueOrDefault(process.Key));
        foreach (var feed in feeds)
        {
            await feed.DisposeAsync();
        }

        Console.WriteLine("All buyers have left; waiting for what they left behind.");
        await using var sweep = Sweep.Of(system);
        var swept = await sweep.RunAsync(TimeSpan.FromSeconds(options.HoldSeconds + 90), cancellationToken);
        var delays = (await Task.WhenAll(halls.Select(hall => projection.DelaysAsync(hall.EventId)))).SelectMany(delays => delays).Where(change => change.At > from).ToArray();
        var result = RunResult.Of(machine, options, overrides, record, progress.Seconds, killer.Kills, cpu, lasted, delays, swept, from);
        Directory.CreateDirectory(options.Output);
        await File.WriteAllTextAsync(Path.Combine(options.Output, "result.json"), JsonSerializer.Serialize(result, Json.Indented), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(options.Output, "result.svg"), Picture.Draw(result), cancellationToken);
        Console.WriteLine(result.Text());
        Console.WriteLine(swept);
        return swept.IsClean ? 0 : Differs;
    }

    private static async Task<Hall[]> OpenAsync(LaunchedSystem system, RunOptions options, CancellationToken cancellationToken)
    {
        // An organiser each: quotas count what one has made.
        var organisers = (await system.MintAsync(options.Events)).Select((token, n) => new Shopper(token, (254 << 16) + n)).ToArray();
        using var gateway = Connections.ToGateway(system);
        var halls = new List<Hall>();
        foreach (var organiser in organisers)
        {
            halls.Add(await Hall.OpenAsync(gateway, organiser, options.Seats, options.HoldSeconds, cancellationToken));
        }

        return [.. halls];
    }
}
