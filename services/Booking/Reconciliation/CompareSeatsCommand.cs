using System.CommandLine;
using Spectre.Console;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Runs the comparison of seats for <c>dotnet Booking.dll compare-seats</c>: prints a table and sets the exit code.</summary>
internal sealed class CompareSeatsCommand : Command
{
    private const int Same = 0;
    private const int Different = 1;

    private readonly IServiceProvider _services;

    private readonly Option<int> _days =
        NumberOption.Of("--days", "N", 7, 0, 3650, "Leaves out events that began more than N days ago");

    private readonly Option<int> _settleSeconds =
        NumberOption.Of("--settle-seconds", "SECONDS", 30, 0, 3600, "How long a difference must last to be one, 0 to 3600");

    public CompareSeatsCommand(IServiceProvider services)
        : base("compare-seats", """
            Compares the public state of every seat with its claim. `republish EVENT` brings the public states up to date.
            Exit code: 0 no difference, 1 differences, 2 not everything could be compared.
            """)
    {
        _services = services;
        Add(_days);
        Add(_settleSeconds);
        SetAction(CompareAsync);
    }

    private async Task<int> CompareAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var since = _services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-parsed.GetValue(_days));
        var settleTime = TimeSpan.FromSeconds(parsed.GetValue(_settleSeconds));
        var result = await _services.GetRequiredService<SeatComparison>().RunAsync(since, settleTime, cancellationToken);
        Write(AnsiConsole.Console, result);
        return result.Differences.Count == 0 ? Same : Different;
    }

    private static void Write(IAnsiConsole console, SeatComparisonResult result)
    {
        if (result.Differences.Count > 0)
        {
            TableOf(result.Differences).WriteTo(console);
        }

        var more = result.Differences.Count == SeatComparison.Most ? " or more" : "";
        console.WriteLine($"{result.Events} events, {result.Seats} seats, {result.Differences.Count}{more} differences.");
    }

    private static Table TableOf(IReadOnlyList<SeatDifference> differences)
    {
        var table = OperatorTable.New("DIFFERENCE", "EVENT", "SEAT", "CLAIM", "SEEN");
        foreach (var difference in differences)
        {
            table.AddRow(
                difference.Kind,
                $"{difference.EventId}",
                Markup.Escape(difference.Claim?.SeatNumber ?? $"{difference.SeatId}"),
                difference.Claim is { } claim ? $"{claim.Status} {claim.Version}" : "none",
                difference.Seen is { } seen ? $"{seen.Status} {seen.Version}" : "none");
        }

        return table;
    }
}
