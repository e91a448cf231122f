using System.CommandLine;
using Spectre.Console;
using TicketBooking.Platform;
using TicketBooking.Search.Engines;

namespace TicketBooking.Search.Rebuild;

/// <summary>Runs the comparison for <c>dotnet Search.dll compare-index</c>: prints a table and sets the exit code.</summary>
internal sealed class CompareIndexCommand : Command
{
    private const int Same = 0;
    private const int Different = 1;
    private const int NotDone = 2;

    private readonly IServiceProvider _services;

    private readonly Option<int> _settleSeconds =
        NumberOption.Of("--settle-seconds", "SECONDS", 5, 0, 3600, "How long a difference must last to be one, 0 to 3600");

    public CompareIndexCommand(IServiceProvider services)
        : base("compare-index", """
            Compares the index with the events of event-core and the counts of seats. `rebuild` brings it up to date.
            Exit code: 0 no difference, 1 differences, 2 not everything could be compared.
            """)
    {
        _services = services;
        Add(_settleSeconds);
        SetAction(CompareAsync);
    }

    private async Task<int> CompareAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settleTime = TimeSpan.FromSeconds(parsed.GetValue(_settleSeconds));
        try
        {
            var result = await _services.GetRequiredService<IndexComparison>().RunAsync(settleTime, cancellationToken);
            Write(AnsiConsole.Console, result);
            return result.Differences.Count == 0 ? Same : Different;
        }
        catch (EngineUnavailableException exception)
        {
            await Console.Error.WriteLineAsync($"Not done: {exception.Message}");
            return NotDone;
        }
    }

    private static void Write(IAnsiConsole console, IndexComparisonResult result)
    {
        if (result.Differences.Count > 0)
        {
            var table = OperatorTable.New("DIFFERENCE", "EVENT", "SOURCE", "INDEX");
            foreach (var difference in result.Differences)
            {
                table.AddRow(difference.Kind, $"{difference.EventId}", difference.Source, difference.Index);
            }

            table.WriteTo(console);
        }

        var more = result.Differences.Count == IndexComparison.Most ? " or more" : "";
        console.WriteLine($"{result.Events} events, {result.Differences.Count}{more} differences.");
    }
}
