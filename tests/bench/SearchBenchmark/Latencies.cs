using System.Diagnostics;

namespace TicketBooking.SearchBenchmark;

/// <summary>What runs of one kind took.</summary>
/// <param name="Milliseconds">Of each run, shortest first.</param>
/// <param name="Elapsed">Of all of them.</param>
internal sealed record Latencies(double[] Milliseconds, TimeSpan Elapsed)
{
    public double P50 => Percentile(50);

    public double P99 => Percentile(99);

    public double PerSecond => Milliseconds.Length / Elapsed.TotalSeconds;

    /// <summary>Runs it with numbers from 0 in a closed loop: each of the clients begins the next when its last has ended.</summary>
    public static async Task<Latencies> MeasureAsync(int runs, int clients, Func<int, Task> runAsync)
    {
        var next = -1;
        var milliseconds = new double[runs];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var run = Interlocked.Increment(ref next); run < runs; run = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                await runAsync(run);
                milliseconds[run] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        })));
        clock.Stop();
        Array.Sort(milliseconds);
        return new Latencies(milliseconds, clock.Elapsed);
    }

    private double Percentile(int percent) => Milliseconds[(int)Math.Ceiling(Milliseconds.Length * percent / 100.0) - 1];
}
