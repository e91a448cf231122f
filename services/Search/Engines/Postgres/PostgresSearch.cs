using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Postgres;

/// <summary>Searches in the truth's own tables, by full text indexes and trigrams.</summary>
internal sealed class PostgresSearch(SearchDatabase search, Ranking ranking) : ISearchEngine
{
    private const string EveryWord = "all";
    private const string MostWords = "most";

    private readonly NpgsqlDataSource _database = search.Source;

    public string Name => SearchOptions.Postgres;

    public async Task<FoundEvents> SearchAsync(SearchQuery query, CancellationToken cancellationToken) =>
        await InTimeAsync(async () =>
        {
            if (query.Text.Terms.Count == 0)
            {
                return await FindAsync(query, null, null, "", cancellationToken);
            }

            var words = await QueryWords.OfSearchAsync(_database, query.Text, cancellationToken);
            return await TextQuery.OfAsync(_database, words, cancellationToken) is { } text
                ? await FindAsync(query, text, cancellationToken)
                : new FoundEvents([], query.After is null ? new FoundTotals(0, [], []) : null);
        });

    public Task<IReadOnlyList<Guid>> SuggestAsync(SearchText text, DateTimeOffset now, int size, CancellationToken cancellationToken) =>
        InTimeAsync(() => Suggestions.FindAsync(_database, text, now, size, cancellationToken));

    public async Task<IReadOnlyList<IndexedEvent>> ListAsync(Guid after, int count, CancellationToken cancellationToken) =>
        await InTimeAsync(async () => await _database
            .Command("SELECT id, document_version FROM tbl_event WHERE id > $1 ORDER BY id LIMIT $2", after, count)
            .ListAsync(row => new IndexedEvent(row.GetGuid(0), row.GetInt64(1)), cancellationToken));

    /// <summary>Looks for every word first. When no event has them all, one of three or more may be missing.</summary>
    private async Task<FoundEvents> FindAsync(SearchQuery query, TextQuery text, CancellationToken cancellationToken)
    {
        var began = query.After is { IsStart: false } cursor ? cursor.Values[0] : null;
        if (began is not (null or EveryWord or MostWords))
        {
            throw new BrokenCursorException();
        }

        var found = began == MostWords ? null : await FindAsync(query, text, text.All, EveryWord, cancellationToken);
        var isNothing = found is null || (began is null && found.Page.Count == 0 && found.Totals is null or { Count: 0 });
        return isNothing && text.Most is not null
            ? await FindAsync(query, text, text.Most, MostWords, cancellationToken)
            : found ?? throw new BrokenCursorException();
    }

    private async Task<FoundEvents> FindAsync(
        SearchQuery query, TextQuery? text, string? expression, string began, CancellationToken cancellationToken)
    {
        var sql = new FoundSql(query, text, expression, ranking);
        string[] prefix = text is null ? [] : [began];
        var command = query.After is { } cursor
            ? sql.PageAfter(_database, cursor.IsStart ? null : cursor.Values[prefix.Length..])
            : sql.PageWithTotals(_database);
        var (rows, totals) = await command.FirstAsync(Read, cancellationToken);
        var highlights = text is null
            ? []
            : await Highlighting.OfAsync(_database, [.. rows!.Select(row => row.Id)], text, query.Text, cancellationToken);
        return new FoundEvents(
            [.. rows!.Select(row => new FoundEvent(
                row.Id, [.. prefix, .. sql.SortValues(row.Id, row.Rank, row.StartsAt, row.Price)], highlights.GetValueOrDefault(row.Id, Highlighting.None)))],
            totals);
    }

    private static (IReadOnlyList<(Guid Id, float Rank, DateTimeOffset StartsAt, long Price)> Rows, FoundTotals? Totals) Read(NpgsqlDataReader row)
    {
        var (ids, ranks, starts, prices) = (
            row.GetFieldValue<Guid[]>(0), row.GetFieldValue<float[]>(1), row.GetFieldValue<DateTime[]>(2), row.GetFieldValue<long[]>(3));
        var rows = ids.Select((id, index) => (id, ranks[index], new DateTimeOffset(starts[index], TimeSpan.Zero), prices[index])).ToArray();
        return (rows, row.FieldCount == 4 ? null : new FoundTotals(row.GetInt64(4), Facet(row, 5), Facet(row, 7)));
    }

    private static FacetValue[] Facet(NpgsqlDataReader row, int column) =>
        [.. row.GetFieldValue<string[]>(column).Zip(row.GetFieldValue<long[]>(column + 1), (value, count) => new FacetValue(value, count))];

    private static async Task<T> InTimeAsync<T>(Func<Task<T>> search)
    {
        try
        {
            return await search();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            throw new EngineUnavailableException("The search took too long.", exception);
        }
    }
}
