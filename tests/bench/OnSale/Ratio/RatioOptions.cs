using System.CommandLine;

namespace TicketBooking.OnSale.Ratio;

/// <summary>How hard to push, and for how long.</summary>
/// <param name="Data">Data directory of the launcher.</param>
/// <param name="Clients">How many ask at the same time.</param>
/// <param name="Duration">Of each line of the table.</param>
/// <param name="WarmUp">Before each line: until the runtime has compiled what is run often, a line would measure its compiler.</param>
/// <param name="Buyers">Accounts that take turns in each line.</param>
/// <param name="Output">Of the JSON; none is written when it is empty.</param>
/// <param name="Only">Names of the lines to measure besides the first; none is all.</param>
internal sealed record RatioOptions(string Data, int Clients, TimeSpan Duration, TimeSpan WarmUp, int Buyers, string? Output, IReadOnlyList<string> Only)
{
    public static Command Command(Func<RatioOptions, CancellationToken, Task<int>> measure)
    {
        var data = new Option<string>("--data") { Description = "Data directory of the launcher", DefaultValueFactory = _ => ".local" };
        var clients = new Option<int>("--clients") { Description = "How many ask at the same time", DefaultValueFactory = _ => 16 };
        var seconds = new Option<int>("--seconds") { Description = "How long each line is measured", DefaultValueFactory = _ => 15 };
        var warmUp = new Option<int>("--warm-up") { Description = "How long each line runs before it is measured", DefaultValueFactory = _ => 20 };
        var buyers = new Option<int>("--buyers") { Description = "Accounts that take turns in each line", DefaultValueFactory = _ => 4000 };
        var output = new Option<string?>("--output") { Description = "Where the JSON goes" };
        var only = new Option<string[]>("--only")
        {
            Description = $"Lines to measure: {string.Join(", ", RatioCommand.Names)}", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
        };
        only.AcceptOnlyFromAmong([.. RatioCommand.Names]);
        var command = new Command("ratio", "What each operation costs, as a ratio of what PostgreSQL alone does on this machine")
        {
            data, clients, seconds, warmUp, buyers, output, only,
        };
        command.SetAction((parsed, cancellationToken) => measure(
            new(
                parsed.GetRequiredValue(data),
                parsed.GetValue(clients),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                parsed.GetValue(buyers),
                parsed.GetValue(output),
                parsed.GetRequiredValue(only)),
            cancellationToken));
        return command;
    }
}
