using System.Text;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>Findings as a table of text, worst last where a terminal shows them.</summary>
internal static class FindingTable
{
    public static string Of(IReadOnlyCollection<Reconciled> results)
    {
        if (results.Count == 0)
        {
            return "Nothing found." + Environment.NewLine;
        }

        string[][] rows =
        [
            ["FINDING", "SUBJECT", "ACTION", "DETAIL"],
            .. results.OrderBy(result => !result.IsRepaired).ThenBy(result => result.Finding.Kind, StringComparer.Ordinal)
                .Select(result => new[] { result.Finding.Kind, result.Finding.Subject, result.Action, result.Finding.Detail }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        var repaired = results.Count(result => result.IsRepaired);
        return text.AppendLine($"{results.Count} found, {repaired} repaired, {results.Count - repaired} left.").ToString();
    }
}
