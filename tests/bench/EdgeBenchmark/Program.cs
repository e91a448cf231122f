using TicketBooking.EdgeBenchmark.Door;
using TicketBooking.EdgeBenchmark.Live;

// Measures the edge of a running local system. Each command prints what it needs when it is called without it.
var commands = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["gateway"] = GatewayCommand.RunAsync,
    ["limiter"] = LimiterCommand.RunAsync,
    ["live"] = LiveCommand.RunAsync,
};

if (args.Length > 0 && commands.TryGetValue(args[0], out var command))
{
    return await command(args[1..]);
}

await Console.Error.WriteLineAsync($"Usage: EdgeBenchmark {string.Join('|', commands.Keys)} [options]");
return 2;
