using System.Diagnostics;
using System.Net;
using TicketBooking.EdgeBenchmark.Live;

namespace TicketBooking.EdgeBenchmark.Door;

/// <summary>How many seats a second are held, and how many asked for in vain, by buyers that each wait for their answer.</summary>
internal static class HoldsCommand
{
    private const int Rows = 500;
    private const int SeatsPerRow = 100;

    public static async Task<int> RunAsync(DoorOptions options)
    {
        var gateway = options.Address(8080, "/");
        var buyers = new Stage[options.Connections];
        for (var n = 0; n < buyers.Length; n++)
        {
            // One after the other: few passwords are hashed at a time, and few wait.
            buyers[n] = await Stage.RegisterAsync(gateway, new IPAddress([127, 4, 0, (byte)(n + 1)]));
        }

        var eventId = await buyers[0].CreateEventAsync(Rows, SeatsPerRow);
        var next = 0;
        await HoldAsync(TimeSpan.FromSeconds(3));
        Print("held", await HoldAsync(options.Duration), options);
        Print("refused", await RunAsync(buyers, options.Duration, buyer => buyer.IsRefusedAsync(eventId, "A1")), options);
        Console.WriteLine($"{Environment.ProcessorCount} cores, {options.Connections} buyers, client and system on the same machine");
        Array.ForEach(buyers, buyer => buyer.Dispose());
        return 0;

        Task<Histogram> HoldAsync(TimeSpan duration) => RunAsync(buyers, duration, buyer => buyer.HoldAsync(eventId, Seats.Number(Interlocked.Increment(ref next) - 1, SeatsPerRow)));
    }

    private static async Task<Histogram> RunAsync(Stage[] buyers, TimeSpan duration, Func<Stage, Task> ask)
    {
        var times = new Histogram();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(buyers.Select(async buyer =>
        {
            while (clock.Elapsed < duration)
            {
                var start = clock.Elapsed;
                await ask(buyer);
                times.Add(clock.Elapsed - start);
            }
        }));
        return times;
    }

    private static void Print(string what, Histogram times, DoorOptions options) =>
        Console.WriteLine($"{what,-8} {times.Count / options.Duration.TotalSeconds,8:0} a second  {times}");
}
