using System.Net;

namespace TicketBooking.EdgeBenchmark.Door;

/// <summary>What the way through gateway and sidecar costs, against the service itself. The request is one that costs a service little.</summary>
internal static class GatewayCommand
{
    private const string Path = "/.well-known/jwks.json";

    public static async Task<int> RunAsync(DoorOptions options)
    {
        var service = await MeasureAsync("service", options, options.Address(8081, Path), "AppApiToken");
        var sidecar = await MeasureAsync("sidecar → service", options, options.Address(3500, "/v1.0/invoke/event-core/method" + Path), "DaprApiToken");
        var gateway = await MeasureAsync("gateway → sidecar → service", options, options.Address(8080, Path), null);
        Console.WriteLine($"Throughput of the service: through the sidecar {sidecar.PerSecond / service.PerSecond:P0}, through the gateway {gateway.PerSecond / service.PerSecond:P0}");
        Console.WriteLine($"Median time: through the sidecar {Ratio(sidecar, service):0.0} times, through the gateway {Ratio(gateway, service):0.0} times");
        Console.WriteLine($"{Environment.ProcessorCount} cores, {options.Connections} connections, client and system on the same machine");
        return 0;
    }

    private static double Ratio((double PerSecond, Histogram Times) one, (double PerSecond, Histogram Times) other) =>
        one.Times.Percentile(50) / other.Times.Percentile(50);

    private static async Task<(double PerSecond, Histogram Times)> MeasureAsync(string name, DoorOptions options, Uri address, string? secret)
    {
        using var client = new HttpClient();
        if (secret is not null)
        {
            client.DefaultRequestHeaders.Add("dapr-api-token", options.Secret(secret));
        }

        var result = await ClosedLoop.RunAsync(client, address, options.Connections, options.Duration, HttpStatusCode.OK);
        Console.WriteLine($"{name,-28} {result.PerSecond,8:0} requests/s  {result.Times}");
        return result;
    }
}
