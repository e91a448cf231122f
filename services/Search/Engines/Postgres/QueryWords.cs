using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Postgres;

/// <summary>Looks up the terms of a query among the words of all documents.</summary>
internal static class QueryWords
{
    /// <summary>Words that one misspelt word may become.</summary>
    private const int MostSimilar = 20;

    /// <summary>Misspelt words of one query that are looked up; each costs a search by trigrams.</summary>
    private const int MostUnknown = 8;

    private const int MostCandidates = 60;

    /// <summary>A shorter last word would be the beginning of too many.</summary>
    private const int ShortestBeginning = 3;

    /// <summary>A last word that events have is whole from this length on, and not the beginning of another: "concert" means no concertos.</summary>
    private const int ShortestWhole = 5;

    // A stop word is known, whether or not a document has it.
    private const string LookUp = """
        SELECT w.text,
          EXISTS (SELECT FROM tbl_word k WHERE k.word = w.text)
            OR EXISTS (SELECT FROM tbl_language l WHERE to_tsvector(l.configuration::regconfig, w.text) = ''),
          EXISTS (SELECT FROM tbl_word k WHERE k.word COLLATE "C" >= w.text AND k.word COLLATE "C" < w.text || U&'\+10FFFF')
        FROM (SELECT fold(t) AS text, place FROM unnest($1::text[]) WITH ORDINALITY AS terms (t, place)) w
        ORDER BY w.place
        """;

    // Short words whose letters are swapped have hardly a trigram in common, so these are looked up as they would be.
    private const string FindSimilar = """
        SELECT w.text, k.word FROM unnest($1::text[]) AS w (text)
        CROSS JOIN LATERAL (
          (SELECT word FROM tbl_word WHERE word % w.text ORDER BY similarity(word, w.text) DESC, word LIMIT $2)
          UNION
          SELECT word FROM tbl_word WHERE word = ANY (ARRAY(
            SELECT overlay(w.text PLACING substr(w.text, at + 1, 1) || substr(w.text, at, 1) FROM at FOR 2) FROM generate_series(1, length(w.text) - 1) AS at))) k
        """;

    private const string FindSimilarBeginning = """
        SELECT word FROM tbl_word WHERE $1 <% word ORDER BY word_similarity($1, word) DESC, length(word), word LIMIT $2
        """;

    /// <summary>The terms for a search: a word that no document has is taken for a beginning, or else for a misspelling.</summary>
    public static async Task<IReadOnlyList<QueryWord>> OfSearchAsync(
        NpgsqlDataSource database, SearchText text, CancellationToken cancellationToken)
    {
        var words = (await LookUpAsync(database, text, ShortestBeginning, cancellationToken))
            .ConvertAll(word => IsWhole(word.Word) ? word with { Word = word.Word with { IsBeginning = false } } : word);
        var unknown = words.Where(word => IsMisspelt(word.Word) && !(word.Word.IsBeginning && word.IsBeginningKnown))
            .Select(word => word.Word.Text).Distinct().Take(MostUnknown).ToArray();
        if (unknown.Length == 0)
        {
            return [.. words.Select(word => word.Word)];
        }

        var similar = (await database.Command(FindSimilar, unknown, MostCandidates)
            .ListAsync(row => (Typed: row.GetString(0), Word: row.GetString(1)), cancellationToken))
            .ToLookup(pair => pair.Typed, pair => pair.Word);
        return [.. words.Select(word => word.Word with { Similar = Nearest(similar[word.Word.Text], meant => EditDistance.Between(word.Word.Text, meant), word.Word.Text) })];
    }

    /// <summary>The terms for suggestions: the last is a beginning, however short, and may be misspelt.</summary>
    public static async Task<IReadOnlyList<QueryWord>> OfSuggestionAsync(
        NpgsqlDataSource database, SearchText text, bool withMisspellings, CancellationToken cancellationToken)
    {
        var words = (await LookUpAsync(database, text, shortestBeginning: 1, cancellationToken)).Select(word => word.Word).ToArray();
        if (withMisspellings && IsMisspelt(words[^1]))
        {
            var typed = words[^1].Text;
            var candidates = await database.Command(FindSimilarBeginning, typed, MostCandidates).ListAsync(row => row.GetString(0), cancellationToken);
            words[^1] = words[^1] with { Similar = Nearest(candidates, meant => EditDistance.ToBeginningOf(typed, meant), typed) };
        }

        return words;
    }

    private static bool IsWhole(QueryWord word) => word.IsKnown && word.Text.Length >= ShortestWhole;

    private static bool IsMisspelt(QueryWord word) => !word.IsKnown && EditDistance.Allowed(word.Text.Length) > 0;

    private static async Task<List<(QueryWord Word, bool IsBeginningKnown)>> LookUpAsync(
        NpgsqlDataSource database, SearchText text, int shortestBeginning, CancellationToken cancellationToken)
    {
        var place = 0;
        object terms = text.Terms.Select(term => term.Text).ToArray();
        return await database.Command(LookUp, terms).ListAsync(
            row =>
            {
                var term = text.Terms[place++];
                var folded = row.GetString(0);
                var isBeginning = place == text.Terms.Count && (!term.IsWord || folded.Length >= shortestBeginning);
                return (new QueryWord(folded, row.GetBoolean(1) || !term.IsWord, isBeginning, []), row.GetBoolean(2));
            },
            cancellationToken);
    }

    /// <summary>The words with the fewest errors, if those are few enough.</summary>
    private static string[] Nearest(IEnumerable<string> candidates, Func<string, int> errors, string typed) =>
        candidates.Select(word => (Word: word, Errors: errors(word))).Where(pair => pair.Errors <= EditDistance.Allowed(typed.Length))
            .GroupBy(pair => pair.Errors, pair => pair.Word).MinBy(group => group.Key)?.Take(MostSimilar).ToArray() ?? [];
}
