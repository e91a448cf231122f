using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Engines.Postgres;

/// <summary>A text as PostgreSQL searches for it (<c>tsquery</c>), read in the language of every document.</summary>
/// <param name="All">Documents that have every word but stop words.</param>
/// <param name="Most">Documents that may lack one of these words; null when each of few counts.</param>
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
        SELECT read.expression, read.is_stop_word FROM unnest($1::text[]) WITH ORDINALITY AS given (expression, place)
        CROSS JOIN LATERAL (
          SELECT string_agg(DISTINCT '(' || q || ')', ' | ') FILTER (WHERE q <> '') AS expression, bool_or(q = '') AS is_stop_word
          FROM (SELECT to_tsquery(configuration::regconfig, given.expression)::text AS q FROM tbl_language) one) read
        ORDER BY given.place
        """;

    /// <returns>Null when the words leave nothing to search for.</returns>
    public static async Task<TextQuery?> OfAsync(NpgsqlDataSource database, IReadOnlyList<QueryWord> words, CancellationToken cancellationToken)
    {
        var typed = words.Where(word => word.Text.Length > 0).ToArray();
        var groups = Array.ConvertAll(typed, Alternatives);
        string[] expressions = [.. groups, string.Join(" | ", typed.Select(word => Quoted(word.Text))), string.Join(" <-> ", groups)];
        var read = await database.Command(Read, (object)expressions)
            .ListAsync(row => (Text: row.IsDBNull(0) ? null : $"({row.GetString(0)})", IsStopWord: row.GetBoolean(1)), cancellationToken);
        var terms = read[..groups.Length].FindAll(term => term.Text is not null);
        if (terms.Count == 0)
        {
            return null;
        }

        // Documents have their stop words, but who types one means the others; unless there are no others.
        var needed = terms.Exists(term => !term.IsStopWord) ? terms.FindAll(term => !term.IsStopWord) : terms;
        string[] all = [.. needed.Select(term => term.Text!)];
        var any = string.Join(" | ", terms.Select(term => term.Text));
        return new TextQuery(
            string.Join(" & ", all),
            all.Length is >= FewestOfMost and <= MostOfMost ? AllButOne(all) : null,
            any,
            read[^2].Text ?? any,
            groups.Length > 1 ? read[^1].Text : null);
    }

    private static string AllButOne(string[] all) => string.Join(
        " | ",
        all.Select((_, omitted) => $"({string.Join(" & ", all.Where((_, index) => index != omitted))})"));

    private static string Alternatives(QueryWord word)
    {
        var alternatives = word.Similar.Select(Quoted).Prepend(word.IsBeginning ? $"{Quoted(word.Text)}:*" : Quoted(word.Text));
        return $"({string.Join(" | ", alternatives)})";
    }

    // Words are letters, digits and marks only; the quotes keep one that the parser would split together.
    private static string Quoted(string word) => $"'{word}'";
}
