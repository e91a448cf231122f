using Spectre.Console;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Writes findings as a table, repaired ones first.</summary>
internal static class FindingTable
{
    private static readonly string[] Columns = ["FINDING", "SUBJECT", "ACTION", "DETAIL"];

    public static void Write(IAnsiConsole console, IReadOnlyCollection<Reconciled> results)
    {
        if (results.Count == 0)
        {
            console.WriteLine("Nothing found.");
            return;
        }

        var table = OperatorTable.New(Columns);
        foreach (var (finding, isRepaired, action) in results.OrderBy(result => !result.IsRepaired).ThenBy(result => result.Finding.Kind, StringComparer.Ordinal))
        {
            table.AddRow(
                new Text(finding.Kind), new Text(finding.Subject), new Text(action, isRepaired ? Color.Green : Color.Red), new Text(finding.Detail));
        }

        table.WriteTo(console);
        var repaired = results.Count(result => result.IsRepaired);
        console.WriteLine($"{results.Count} found, {repaired} repaired, {results.Count - repaired} left.");
    }
}
