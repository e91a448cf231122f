using System.Globalization;

namespace TicketBooking.Booking.Reconciliation;

/// <summary><c>dotnet Booking.dll reconcile</c>: the reconciler for an operator, who reads a table and an exit code.</summary>
internal static class ReconcileCommand
{
    private const int NothingFound = 0;
    private const int Found = 1;
    private const int NotDone = 2;

    private const string Usage = """
        reconcile [--dry-run] [--days N] [--patience SECONDS]
          --dry-run   looks and repairs nothing
          --days      how old payment intents may be that are compared, 1 to 90 (default 7)
          --patience  how long what is on its way may take before it is a finding, 0 to 3600 (default 30)
        Exit code: 0 nothing found, 1 something found (repaired or not), 2 not everything could be compared.
        """;

    public static async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> words)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        if (Parse(words, clock.GetUtcNow()) is not { } options)
        {
            await Console.Error.WriteLineAsync(Usage);
            return NotDone;
        }

        try
        {
            var results = await services.GetRequiredService<Reconciler>().RunAsync(options, CancellationToken.None);
            await Console.Out.WriteAsync(FindingTable.Of(results));
            return results.Count == 0 ? NothingFound : Found;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync($"Not everything could be compared: {exception.GetType().Name}: {exception.Message}");
            return NotDone;
        }
    }

    private static ReconcileOptions? Parse(IReadOnlyList<string> words, DateTimeOffset now)
    {
        var (days, patience, mayRepair) = (7, 30, true);
        for (var i = 0; i < words.Count; i++)
        {
            var isKnown = words[i] switch
            {
                "--dry-run" => !(mayRepair = false),
                "--days" => TryRead(words, ++i, 1, 90, out days),
                "--patience" => TryRead(words, ++i, 0, 3600, out patience),
                _ => false,
            };
            if (!isKnown)
            {
                return null;
            }
        }

        return new ReconcileOptions(now.AddDays(-days), TimeSpan.FromSeconds(patience), mayRepair);
    }

    private static bool TryRead(IReadOnlyList<string> words, int index, int least, int most, out int number)
    {
        number = 0;
        return index < words.Count
            && int.TryParse(words[index], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number >= least && number <= most;
    }
}
