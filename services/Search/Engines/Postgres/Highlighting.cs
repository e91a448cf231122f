using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Postgres;

/// <summary>Shows which words were found: texts as HTML, with found words in <c>em</c>.</summary>
internal static class Highlighting
{
    public static readonly IReadOnlyDictionary<string, string[]> None = new Dictionary<string, string[]>();

    // No text holds control characters, so they mark words until the text has become HTML.
    private const char Begin = '\u0001';
    private const char End = '\u0002';

    private const string Whole = "HighlightAll=true";
    private const string Extract = "MaxFragments=1, MinWords=10, MaxWords=25";

    private static readonly string[] Fields = ["title", "venue", "city", "description"];

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly string Read = $"""
        SELECT id, {string.Join(", ", Fields.Select(field => Headline(field, field == "description" ? Extract : Whole)))}
        FROM tbl_event e JOIN (SELECT * FROM unnest($1::uuid[]) AS wanted (id)) wanted USING (id)
        CROSS JOIN LATERAL (SELECT $2::tsquery AS q) AS any_word
        """;

    /// <summary>The highlights of events, by field; fields without a found word are left out.</summary>
    public static async Task<Dictionary<Guid, IReadOnlyDictionary<string, string[]>>> OfAsync(
        NpgsqlDataSource database, Guid[] ids, TextQuery query, SearchText text, CancellationToken cancellationToken)
    {
        var pairs = text.Terms.Where(term => !term.IsWord).Select(term => term.Text).Distinct().ToArray();
        var rows = await database.Command(Read, ids, query.Any).ListAsync(
            row => (Id: row.GetGuid(0), Texts: Fields.Select((_, index) => row.IsDBNull(index + 1) ? "" : row.GetString(index + 1)).ToArray()),
            cancellationToken);
        return rows.ToDictionary(
            row => row.Id,
            IReadOnlyDictionary<string, string[]> (row) => Fields.Zip(row.Texts, (field, marked) => (field, Marked: MarkPairs(marked, pairs)))
                .Where(field => field.Marked.Contains(Begin, StringComparison.Ordinal))
                .ToDictionary(field => field.field, field => new[] { ToHtml(field.Marked) }));
    }

    private static string Headline(string field, string options) =>
        $"ts_headline(('search_' || e.configuration)::regconfig, e.{field}, any_word.q, 'StartSel={Begin}, StopSel={End}, {options}')";

    /// <summary>PostgreSQL takes a run of characters without spaces for one word, and marks all or nothing of it: its found parts are marked here.</summary>
    private static string MarkPairs(string marked, string[] pairs)
    {
        if (pairs.Length == 0)
        {
            return marked;
        }

        var (text, isMarked) = Unmarked(marked, pairs);
        foreach (var pair in pairs)
        {
            for (var at = text.IndexOf(pair, StringComparison.Ordinal); at >= 0; at = text.IndexOf(pair, at + 1, StringComparison.Ordinal))
            {
                isMarked.AsSpan(at, pair.Length).Fill(true);
            }
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(isMarked[i] && (i == 0 || !isMarked[i - 1]) ? $"{Begin}" : "").Append(text[i])
                .Append(isMarked[i] && (i == text.Length - 1 || !isMarked[i + 1]) ? $"{End}" : "");
        }

        return $"{result}";
    }

    /// <summary>The text, and which of its characters are marked; a mark around one of the pairs does not count.</summary>
    private static (string Text, bool[] IsMarked) Unmarked(string marked, string[] pairs)
    {
        var text = new StringBuilder(marked.Length);
        var isMarked = new List<bool>(marked.Length);
        foreach (var (part, index) in marked.Split(Begin, End).Select((part, index) => (part, index)))
        {
            var isInside = index % 2 == 1 && !Array.Exists(pairs, pair => part.Contains(pair, StringComparison.Ordinal));
            text.Append(part);
            isMarked.AddRange(Enumerable.Repeat(isInside, part.Length));
        }

        return ($"{text}", [.. isMarked]);
    }

    private static string ToHtml(string marked) =>
        Html.Encode(marked.Replace($"{End} {Begin}", " ", StringComparison.Ordinal))
            .Replace($"&#x{(int)Begin:X};", "<em>", StringComparison.Ordinal).Replace($"&#x{(int)End:X};", "</em>", StringComparison.Ordinal);
}
