using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace TicketBooking.EdgeBenchmark.Live;

/// <summary>Lets a crowd watch an event while its seats are held, and measures from the request of a hold to each listener.</summary>
internal static partial class LiveCommand
{
    private const int SeatsPerRow = 100;
    private const int Buyers = 4;

    /// <summary>So few that no limit by address is met.</summary>
    private const int ListenersPerAddress = 15;

    private static readonly ConcurrentDictionary<string, long> Sent = new(StringComparer.Ordinal);
    private static readonly Histogram Seen = new();
    private static readonly Histogram Answered = new();

    public static async Task<int> RunAsync(LiveOptions options)
    {
        var holds = (int)(options.HoldsPerSecond * options.Duration.TotalSeconds);
        var buyers = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(n => Stage.RegisterAsync(options.Gateway, AddressOf(200, n))));
        var eventId = await buyers[0].CreateEventAsync(rows: (holds / SeatsPerRow) + 1, SeatsPerRow);
        var before = ServiceProcess.Find("Gateway", options.Gateway.Port)?.ReadMiB();
        var listeners = await OpenAsync(options, $"/api/v1/seat/sse/events/{eventId}/seats");
        var open = ServiceProcess.Find("Gateway", options.Gateway.Port)?.ReadMiB();

        using var stop = new CancellationTokenSource();
        var listening = Task.WhenAll(listeners.Select(listener => Task.Run(() => listener.ListenAsync(OnData, stop.Token))));
        await HoldAsync(options, buyers, eventId, holds);
        await UntilAllIsSeenAsync((long)holds * listeners.Length, listening);
        Print(options, holds, before, open);
        await stop.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(listeners, listener => listener.Dispose());
        Array.ForEach(buyers, buyer => buyer.Dispose());
        return 0;
    }

    private static async Task<Listener[]> OpenAsync(LiveOptions options, string path)
    {
        var listeners = Enumerable.Range(0, options.Listeners).Select(_ => new Listener()).ToArray();
        await Parallel.ForAsync(0, listeners.Length, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (n, _) =>
            await listeners[n].OpenAsync(options.Gateway, path, AddressOf(1 + (n / ListenersPerAddress / 250), 1 + (n / ListenersPerAddress % 250))));
        return listeners;
    }

    private static async Task HoldAsync(LiveOptions options, Stage[] buyers, string eventId, int holds)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / options.HoldsPerSecond));
        var holding = new List<Task>();
        for (var n = 0; n < holds; n++)
        {
            await pace.WaitForNextTickAsync();
            holding.Add(HoldAsync(buyers[n % buyers.Length], eventId, SeatNumbers.Of(n, SeatsPerRow)));
        }

        await Task.WhenAll(holding);
    }

    private static async Task HoldAsync(Stage buyer, string eventId, string seat)
    {
        var began = Stopwatch.GetTimestamp();
        Sent[seat] = began;
        await buyer.HoldAsync(eventId, seat);
        Answered.Add(Stopwatch.GetElapsedTime(began));
    }

    private static void OnData(string line)
    {
        foreach (Match match in SeatNumber().Matches(line))
        {
            Seen.Add(Stopwatch.GetElapsedTime(Sent[match.Groups[1].Value]));
        }
    }

    private static async Task UntilAllIsSeenAsync(long expected, Task listening)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Seen.Count < expected)
        {
            if (listening.IsFaulted)
            {
                await listening;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), deadline.Token);
        }
    }

    private static void Print(LiveOptions options, int holds, long? before, long? open)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores; everything, this program included, on one machine");
        Console.WriteLine($"{options.Listeners} listeners, {holds} holds at {options.HoldsPerSecond}/s");
        Console.WriteLine($"hold asked -> hold answered:        {Answered}");
        Console.WriteLine($"hold asked -> seen by a listener:   {Seen}");
        Console.WriteLine($"gateway: {before} MiB before, {open} MiB with all streams open, {ServiceProcess.Find("Gateway", options.Gateway.Port)?.ReadMiB()} MiB at the end");
    }

    private static IPAddress AddressOf(int network, int host) => new([127, 1, (byte)network, (byte)host]);

    [GeneratedRegex("\"seatNumber\":\"([A-Z]+[0-9]+)\",\"status\":\"HELD\"")]
    private static partial Regex SeatNumber();
}
