using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Engines.Postgres;

/// <summary>A text as PostgreSQL searches for it (<c>tsquery</c>), read in the language of every document.</summary>
/// <param name="All">Documents that have every word.</param>
/// <param name="Most">Documents that may lack one word; null when each of few words counts.</param>
/// <param name="Any">Every word by itself: ranks and highlights.</param>
/// <param name="Exact">Every word as it was typed: ranks.</param>
/// <param name="Phrase">The words one after the other: ranks. Null for one word.</param>
internal sealed record TextQuery(string All, string? Most, string Any, string Exact, string? Phrase)
{
    /// <summary>Fewer words than this must all be there.</summary>
    private const int FewestOfMost = 3;

    /// <summary>With more words than this the query of all but one grows too long, and all must be there.</summary>
    private const int MostOfMost = 10;

    private const string Read = """
        SELECT read.expression FROM unnest($1::text[]) WITH ORDINALITY AS given (expression, place)
        CROSS JOIN LATERAL (
          SELECT string_agg('(' || q || ')', ' | ') AS expression
          FROM (SELECT DISTINCT to_tsquery(configuration::regconfig, given.expression)::text AS q FROM tbl_language) read WHERE q <> '') read
        ORDER BY given.place
        """;

    /// <returns>Null when the words leave nothing to search for.</returns>
    public static async Task<TextQuery?> OfAsync(NpgsqlDataSource database, IReadOnlyList<QueryWord> words, CancellationToken cancellationToken)
    {
        var groups = words.Where(word => word.Text.Length > 0).Select(Alternatives).ToArray();
        if (groups.Length == 0)
        {
            return null;
        }

        string[] expressions =
        [
            string.Join(" & ", groups),
            groups.Length is >= FewestOfMost and <= MostOfMost ? AllButOne(groups) : "",
            string.Join(" | ", groups),
            string.Join(" | ", words.Where(word => word.Text.Length > 0).Select(word => Quoted(word.Text))),
            groups.Length > 1 ? string.Join(" <-> ", groups) : "",
        ];
        var read = await database.Command(Read, (object)expressions).ListAsync(row => row.IsDBNull(0) ? null : row.GetString(0), cancellationToken);
        return read[0] is { } all ? new TextQuery(all, read[1], read[2] ?? all, read[3] ?? all, read[4]) : null;
    }

    private static string AllButOne(string[] groups) => string.Join(
        " | ",
        groups.Select((_, omitted) => $"({string.Join(" & ", groups.Where((_, index) => index != omitted))})"));

    private static string Alternatives(QueryWord word)
    {
        var alternatives = word.Similar.Select(Quoted).Prepend(word.IsBeginning ? $"{Quoted(word.Text)}:*" : Quoted(word.Text));
        return $"({string.Join(" | ", alternatives)})";
    }

    // Words are letters, digits and marks only; the quotes keep one that the parser would split together.
    private static string Quoted(string word) => $"'{word}'";
}
