using System.CommandLine;
using Spectre.Console;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Runs the reconciler for <c>dotnet Booking.dll reconcile</c>: prints a table and sets the exit code.</summary>
internal sealed class ReconcileCommand : Command
{
    private const int NothingFound = 0;
    private const int Found = 1;
    private const int NotDone = 2;

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Compares and repairs nothing" };

    private readonly Option<int> _days =
        NumberOption.Of("--days", "N", 7, 1, 90, "Compares payment intents of the last N days, 1 to 90");

    private readonly Option<int> _settleSeconds =
        NumberOption.Of("--settle-seconds", "SECONDS", 30, 0, 3600, "How long a difference must last to be a finding, 0 to 3600");

    public ReconcileCommand(IServiceProvider services)
        : base("reconcile", """
            Compares bookings, seats, workflows and the provider's money, and repairs what has one right answer.
            Exit code: 0 nothing found, 1 something found (repaired or not), 2 not everything could be compared.
            """)
    {
        Add(_dryRun);
        Add(_days);
        Add(_settleSeconds);
        SetAction((parsed, cancellationToken) => ReconcileAsync(services, Read(parsed, services), cancellationToken));
    }

    private static async Task<int> ReconcileAsync(IServiceProvider services, ReconcileOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var results = await services.GetRequiredService<Reconciler>().RunAsync(options, cancellationToken);
            FindingTable.Write(AnsiConsole.Console, results);
            return results.Count == 0 ? NothingFound : Found;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"Not everything could be compared: {exception.GetType().Name}: {exception.Message}");
            return NotDone;
        }
    }

    private ReconcileOptions Read(ParseResult parsed, IServiceProvider services) => new(
        services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-parsed.GetValue(_days)),
        TimeSpan.FromSeconds(parsed.GetValue(_settleSeconds)),
        MayRepair: !parsed.GetValue(_dryRun));
}
