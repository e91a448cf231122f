using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Ratio;

/// <summary>Measures one operation after the other in the same launched system, and what PostgreSQL alone does between them and the disk.</summary>
internal sealed class RatioCommand(LaunchedSystem system, ProcessorUse use, Projection projection, RatioOptions options)
{
    private const int NamedSeats = 100_000;
    private const int BestSeats = 80_000;
    private const int Party = 4;
    private const string Best = "best-available";
    private const string Sale = "sale";

    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<string> Names { get; } = ["hold", "hold-direct", "refusal", "refusal-direct", Best, Sale, "half-sale"];

    public static async Task<int> RunAsync(RatioOptions options, CancellationToken cancellationToken)
    {
        var (machine, system) = (MachineFacts.Read(), await LaunchedSystem.FindAsync(options.Data));
        await using var use = await ProcessorUse.StartAsync(system);
        await using var projection = new Projection(system);
        var overrides = await system.OverridesAsync();
        var lines = await new RatioCommand(system, use, projection, options).MeasureAsync(cancellationToken);
        Console.WriteLine(RatioTable.Text(machine, lines, options, overrides));
        if (options.Output is { } path)
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { machine, options, overrides, lines }, Json.Indented), cancellationToken);
        }

        return 0;
    }

    private async Task<IReadOnlyList<Measurement>> MeasureAsync(CancellationToken cancellationToken)
    {
        var lines = new List<Measurement> { await PostgresAloneAsync() };
        await AddAsync("hold", "hold through the gateway", NamedSeats, (stand, turn) => stand.HoldAsync(stand.Gateway, turn, stand.Hall.Wish(turn)));
        await AddAsync("hold-direct", "hold at Booking directly", NamedSeats, (stand, turn) => stand.HoldAsync(stand.Booking, turn, stand.Hall.Wish(turn)));
        await AddAsync("refusal", "refusal of a taken seat, gateway", 100, (stand, turn) => stand.RefusedAsync(stand.Gateway, turn, stand.Hall.Wish(0)));
        await AddAsync("refusal-direct", "refusal of a taken seat, Booking", 100, (stand, turn) => stand.RefusedAsync(stand.Booking, turn, stand.Hall.Wish(0)));
        await AddAsync(Best, $"best {Party} of {BestSeats:N0}, gateway", BestSeats, (stand, turn) => stand.HoldAsync(stand.Gateway, turn, stand.Hall.BestWish(Party)));
        if (IsAsked(Sale))
        {
            using var stand = await OpenAsync(NamedSeats, cancellationToken);
            lines.Add(await SaleAsync(stand));
        }

        if (IsAsked("half-sale") && lines[^1] is { PerSecond: > 0 } whole && IsAsked(Sale))
        {
            using var stand = await OpenAsync(NamedSeats, cancellationToken);
            lines.Add(await HalfSaleAsync(stand, whole.PerSecond / 2));
        }

        return lines;

        async Task AddAsync(string name, string title, int seats, Func<Stand, int, Task<string?>> ask)
        {
            if (IsAsked(name))
            {
                using var stand = await OpenAsync(seats, cancellationToken);
                // What the refused ask for.
                await (name.StartsWith("refusal", StringComparison.Ordinal) ? stand.HoldAsync(stand.Gateway, 0, stand.Hall.Wish(0)) : Task.CompletedTask);
                lines.Add(Say(await LoopAsync(title, stand, turn => ask(stand, turn))));
            }
        }
    }

    private bool IsAsked(string name) => options.Only.Count == 0 || options.Only.Contains(name);

    private Task<Stand> OpenAsync(int seats, CancellationToken cancellationToken) => Stand.OpenAsync(system, options.Buyers, seats, cancellationToken);

    private async Task<Measurement> PostgresAloneAsync()
    {
        await Pgbench.RunAsync(system, options.Clients, options.WarmUp);
        var before = use.Read();
        var (perSecond, milliseconds) = await Pgbench.RunAsync(system, options.Clients, options.Duration);
        return Say(new(
            "PostgreSQL alone (pgbench)", perSecond, milliseconds, null, null,
            For(before, perSecond * options.Duration.TotalSeconds), new Dictionary<string, int>()) { Note = "mean, not p50" });
    }

    /// <summary>Warms up, waits until all is quiet, measures, and waits again: what an operation costs later is its own.</summary>
    private async Task<Measurement> LoopAsync(string name, Stand stand, Func<int, Task<string?>> ask)
    {
        var loop = new ClosedLoop(options.Clients);
        await loop.RunAsync(options.WarmUp, ask);
        await projection.DrainAsync(stand.Hall.EventId, LongestDrain);
        var (before, from) = (use.Read(), TimeProvider.System.GetUtcNow().UtcDateTime);
        var perSecond = await loop.RunAsync(options.Duration, ask);
        return await EndAsync(stand, from, before, new(name, perSecond, loop.Times.Percentile(50), loop.Times.Percentile(99), loop.Times.Max, before, loop.Others), loop.Times.Count);
    }

    private async Task<Measurement> SaleAsync(Stand stand)
    {
        await using var feed = new SeatFeed(stand.Gateway, stand.Hall);
        await feed.OpenAsync();
        var paid = new ConcurrentDictionary<Guid, DateTime>();
        var measured = await LoopAsync("book, pay, CONFIRMED, BOOKED on the map", stand, async turn =>
        {
            var (booking, at, other) = await stand.PayAsync(turn);
            if (other is null)
            {
                paid[booking] = at;
                await feed.UntilBookedAsync(Hall.Seat(turn));
            }

            return other;
        });
        return Say(measured with { Note = await PaidToConfirmedAsync(stand, paid) });
    }

    /// <summary>At half of the highest rate, whether or not answers come.</summary>
    private async Task<Measurement> HalfSaleAsync(Stand stand, double perSecond)
    {
        await using var feed = new SeatFeed(stand.Gateway, stand.Hall);
        await feed.OpenAsync();
        var (paid, others, times) = (new ConcurrentDictionary<Guid, DateTime>(), new ConcurrentDictionary<string, int>(), new Histogram());
        var (sales, before, from, clock) = (new List<Task>(), use.Read(), TimeProvider.System.GetUtcNow().UtcDateTime, Stopwatch.StartNew());
        for (var due = TimeSpan.Zero; due < options.Duration; due += TimeSpan.FromSeconds(1 / perSecond))
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Max(0, (due - clock.Elapsed).Ticks)), CancellationToken.None);
            sales.Add(SellAsync(sales.Count, due));
        }

        await Task.WhenAll(sales);
        var measured = await EndAsync(
            stand, from, before, new("the same at half of that rate", times.Count / clock.Elapsed.TotalSeconds, times.Percentile(50), times.Percentile(99), times.Max, before, others), times.Count);
        return Say(measured with { Note = await PaidToConfirmedAsync(stand, paid) });

        async Task SellAsync(int turn, TimeSpan due)
        {
            var (booking, at, other) = await stand.PayAsync(turn);
            if (other is not null)
            {
                others.AddOrUpdate(other, 1, (_, count) => count + 1);
                return;
            }

            paid[booking] = at;
            await feed.UntilBookedAsync(Hall.Seat(turn));
            times.Add(clock.Elapsed - due);
        }
    }

    private async Task<Measurement> EndAsync(
        Stand stand, DateTime from, IReadOnlyDictionary<string, double> before, Measurement measured, long count)
    {
        var drained = await projection.DrainAsync(stand.Hall.EventId, LongestDrain);
        var cpu = For(before, count);
        var delays = (await projection.DelaysAsync(stand.Hall.EventId)).Where(change => change.At > from).Select(change => change.Delay).Order().ToArray();
        return measured with
        {
            Cpu = cpu,
            DrainedAfter = drained.TotalSeconds,
            MostDelay = delays is [] ? null : delays[^1],
            P99Delay = delays is [] ? null : delays[delays.Length * 99 / 100],
        };
    }

    private async Task<string> PaidToConfirmedAsync(Stand stand, IReadOnlyDictionary<Guid, DateTime> paid)
    {
        var confirmed = await projection.ConfirmedAsync(stand.Hall.EventId);
        var times = new Histogram();
        foreach (var (booking, at) in paid)
        {
            if (confirmed.TryGetValue(booking, out var then))
            {
                times.Add(then - at);
            }
        }

        return $"paid → CONFIRMED: {times}";
    }

    private Dictionary<string, double> For(IReadOnlyDictionary<string, double> before, double count) => use.Read()
        .Select(process => (process.Key, Milliseconds: (process.Value - before.GetValueOrDefault(process.Key)) * 1000 / count))
        .Where(process => process.Milliseconds >= 0.005).ToDictionary(process => process.Key, process => process.Milliseconds);

    private static Measurement Say(Measurement measured)
    {
        Console.WriteLine($"{measured.Name}: {measured.PerSecond:0.0}/s, p50 {measured.P50:0.0} ms, {measured.SystemCpu:0.0} ms of CPU each {measured.Note}");
        return measured;
    }
}
