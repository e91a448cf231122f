using System.Diagnostics;
using System.Net;

namespace TicketBooking.EdgeBenchmark.Door;

/// <summary>Connections that each send the next request when the last is answered.</summary>
internal static class ClosedLoop
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <returns>Requests a second that were answered as expected, and how long they took. Another answer ends the measurement.</returns>
    public static async Task<(double PerSecond, Histogram Times)> RunAsync(
        HttpClient client, Uri address, int connections, TimeSpan duration, HttpStatusCode expected)
    {
        await LoopAsync(client, address, connections, WarmUp, expected, new Histogram());
        var times = new Histogram();
        var clock = Stopwatch.StartNew();
        await LoopAsync(client, address, connections, duration, expected, times);
        return (times.Count / clock.Elapsed.TotalSeconds, times);
    }

    private static Task LoopAsync(HttpClient client, Uri address, int connections, TimeSpan duration, HttpStatusCode expected, Histogram times)
    {
        var clock = Stopwatch.StartNew();
        return Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < duration)
            {
                var start = clock.Elapsed;
                using var answer = await client.GetAsync(address);
                await answer.Content.CopyToAsync(Stream.Null);
                if (answer.StatusCode == expected)
                {
                    times.Add(clock.Elapsed - start);
                }
                else if (expected != HttpStatusCode.TooManyRequests)
                {
                    throw new HttpRequestException($"{address} answered {(int)answer.StatusCode}. Was the system started with Limits__Scale=100000?");
                }
            }
        })));
    }
}
