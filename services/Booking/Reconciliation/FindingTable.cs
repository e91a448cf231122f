using Spectre.Console;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Writes findings as a table, repaired ones first.</summary>
internal static class FindingTable
{
    /// <summary>Width outside a terminal: a row is one line, however long it is.</summary>
    private const int Unbroken = 10_000;

    private static readonly string[] Columns = ["FINDING", "SUBJECT", "ACTION", "DETAIL"];

    public static void Write(IAnsiConsole console, IReadOnlyCollection<Reconciled> results)
    {
        if (results.Count == 0)
        {
            console.WriteLine("Nothing found.");
            return;
        }

        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Unbroken;
        }

        var table = new Table().NoBorder();
        Array.ForEach(Columns, name => table.AddColumn(name, column => column.PadRight(2)));
        foreach (var (finding, isRepaired, action) in results.OrderBy(result => !result.IsRepaired).ThenBy(result => result.Finding.Kind, StringComparer.Ordinal))
        {
            table.AddRow(
                new Text(finding.Kind), new Text(finding.Subject), new Text(action, isRepaired ? Color.Green : Color.Red), new Text(finding.Detail));
        }

        console.Write(table);
        var repaired = results.Count(result => result.IsRepaired);
        console.WriteLine($"{results.Count} found, {repaired} repaired, {results.Count - repaired} left.");
    }
}
