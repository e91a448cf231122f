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
        SELECT coalesce(read.expression, ''), coalesce(read.configurations, '{}')
        FROM unnest($1::text[]) WITH ORDINALITY AS given (expression, place)
        CROSS JOIN LATERAL (
          SELECT string_agg(DISTINCT '(' || q || ')', ' | ') AS expression, array_agg(configuration) AS configurations
          FROM (SELECT configuration, to_tsquery(configuration::regconfig, given.expression)::text AS q FROM tbl_language) one WHERE q <> '') read
        ORDER BY given.place
        """;

    /// <returns>Null when the words leave nothing to search for.</returns>
    public static async Task<TextQuery?> OfAsync(NpgsqlDataSource database, IReadOnlyList<QueryWord> words, CancellationToken cancellationToken)
    {
        var typed = words.Where(word => word.Text.Length > 0).ToArray();
        var groups = Array.ConvertAll(typed, Alternatives);
        string[] expressions = [.. groups, string.Join(" | ", typed.Select(word => Quoted(word.Text))), string.Join(" <-> ", groups)];
        var read = await database.Command(Read, (object)expressions)
            .ListAsync(row => new Term($"({row.GetString(0)})", row.GetFieldValue<string[]>(1)), cancellationToken);
        var terms = read[..groups.Length].FindAll(term => term.Configurations.Length > 0);
        if (terms.Count == 0)
        {
            return null;
        }

        var needed = NeededOf(terms);
        var any = AnyOf(terms.Select(term => term.Text));
        var (exact, phrase) = (read[^2], read[^1]);
        return new TextQuery(
            AnyOf(needed.Select(AllOf)),
            needed.Exists(CanLackOne) ? AnyOf(needed.Select(all => CanLackOne(all) ? AllButOneOf(all) : AllOf(all))) : null,
            any,
            exact.Configurations.Length > 0 ? exact.Text : any,
            groups.Length > 1 && phrase.Configurations.Length > 0 ? phrase.Text : null);
    }

    /// <summary>
    /// The terms that a document must have, all of one list. What is no stop word in one language is one in another, whose documents lack it: only
    /// the shortest lists count, because who has a longer one has these.
    /// </summary>
    private static List<List<Term>> NeededOf(List<Term> terms)
    {
        var lists = terms.SelectMany(term => term.Configurations).Distinct()
            .Select(configuration => terms.FindAll(term => term.Configurations.Contains(configuration)))
            .OrderBy(list => list.Count);
        var needed = new List<List<Term>>();
        foreach (var list in lists)
        {
            if (!needed.Exists(shorter => shorter.TrueForAll(list.Contains)))
            {
                needed.Add(list);
            }
        }

        return needed;
    }

    private static bool CanLackOne(List<Term> terms) => terms.Count is >= FewestOfMost and <= MostOfMost;

    private static string AllButOneOf(List<Term> terms) => AnyOf(terms.Select(omitted => AllOf(terms.Where(term => term != omitted))));

    private static string AllOf(IEnumerable<Term> terms) => $"({string.Join(" & ", terms.Select(term => term.Text))})";

    private static string AnyOf(IEnumerable<string> expressions) => string.Join(" | ", expressions);

    private static string Alternatives(QueryWord word)
    {
        var alternatives = word.Similar.Select(Quoted).Prepend(word.IsBeginning ? $"{Quoted(word.Text)}:*" : Quoted(word.Text));
        return $"({string.Join(" | ", alternatives)})";
    }

    // Words are letters, digits and marks only; the quotes keep one that the parser would split together.
    private static string Quoted(string word) => $"'{word}'";

    /// <summary>A word of a query, or what it may stand for.</summary>
    /// <param name="Text">Its forms in all languages, as an expression.</param>
    /// <param name="Configurations">The languages in which it is a word; in the others it is a stop word.</param>
    private sealed record Term(string Text, string[] Configurations);
}
