using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Postgres;

/// <summary>
/// Finds titles while they are typed. Each step is asked only while the ones before have found too few: titles that begin so, titles with such
/// words, titles with words that may have been meant.
/// </summary>
internal static class Suggestions
{
    /// <summary>A beginning of one or two letters is a beginning of the title only: too many words begin so.</summary>
    private const int ShortestInside = 3;

    /// <summary>Events that one step looks at: beyond them, sooner ones may be left out.</summary>
    private const int MostCandidates = 300;

    private const string ByTitle = """
        SELECT id, title_key, city_key, starts_at FROM tbl_event
        WHERE status = 'SCHEDULED' AND over_at > $2 AND title_key COLLATE "C" >= $1 AND title_key COLLATE "C" < $1 || U&'\+10FFFF'
        ORDER BY title_key COLLATE "C" LIMIT $3
        """;

    // The vector of the title has weight A; the index finds the words anywhere in the head, and the rows tell where.
    private const string ByWords = """
        SELECT id, title_key, city_key, starts_at FROM tbl_event
        WHERE status = 'SCHEDULED' AND over_at > $2 AND head @@ to_tsquery('simple', $1) LIMIT $3
        """;

    public static async Task<IReadOnlyList<Guid>> FindAsync(
        NpgsqlDataSource database, SearchText text, DateTimeOffset now, int size, CancellationToken cancellationToken)
    {
        var words = await QueryWords.OfSuggestionAsync(database, text, withMisspellings: false, cancellationToken);
        var found = await ReadAsync(database, ByTitle, string.Join(' ', words.Select(word => word.Text)), now, cancellationToken);
        if (found.Count < size && (words.Count > 1 || words[^1].Text.Length >= ShortestInside || !text.Terms[^1].IsWord))
        {
            found = [.. found, .. await ReadAsync(database, ByWords, ExpressionOf(words), now, cancellationToken)];
        }

        if (found.Count == 0)
        {
            words = await QueryWords.OfSuggestionAsync(database, text, withMisspellings: true, cancellationToken);
            found = words[^1].Similar.Count == 0 ? [] : await ReadAsync(database, ByWords, ExpressionOf(words), now, cancellationToken);
        }

        return [.. found.DistinctBy(title => (title.Text, title.City)).Take(size).Select(title => title.Id)];
    }

    private static string ExpressionOf(IReadOnlyList<QueryWord> words) => string.Join(" & ", words.Select(word =>
        $"({string.Join(" | ", word.Similar.Select(similar => $"'{similar}':A").Prepend($"'{word.Text}':{(word.IsBeginning ? "*" : "")}A"))})"));

    /// <summary>The titles of one step, soonest first.</summary>
    private static async Task<List<Title>> ReadAsync(
        NpgsqlDataSource database, string sql, string text, DateTimeOffset now, CancellationToken cancellationToken) =>
    [
        .. (await database.Command(sql, text, now, MostCandidates).ListAsync(
            row => new Title(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)), cancellationToken))
            .OrderBy(title => title.StartsAt).ThenBy(title => title.Id),
    ];

    private sealed record Title(Guid Id, string Text, string City, DateTimeOffset StartsAt);
}
