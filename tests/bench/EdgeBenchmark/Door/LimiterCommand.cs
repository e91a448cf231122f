using System.Net;

namespace TicketBooking.EdgeBenchmark.Door;

/// <summary>How many requests of one address the gateway refuses, and what each costs of a core.</summary>
internal static class LimiterCommand
{
    public static async Task<int> RunAsync(DoorOptions options)
    {
        using var client = new HttpClient();
        var before = GatewayProcessor.ReadTime(8080 + options.PortOffset);
        var (perSecond, times) = await ClosedLoop.RunAsync(
            client, options.Address(8080, "/.well-known/jwks.json"), options.Connections, options.Duration, HttpStatusCode.TooManyRequests);
        Console.WriteLine($"refused {perSecond:0} requests/s  {times}");
        if (before is { } start && GatewayProcessor.ReadTime(8080 + options.PortOffset) is { } end)
        {
            // The warm-up cost the gateway as much as the same time of the measurement.
            var share = (end - start) / (options.Duration + TimeSpan.FromSeconds(3));
            Console.WriteLine($"the gateway used {share:0.00} cores: {perSecond / share:0} refusals/s for each core");
        }

        return 0;
    }
}
