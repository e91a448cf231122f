using System.Globalization;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Postgres;

/// <summary>Writes the statement of one search: only what is asked for is in it, so that the planner sees values and picks an index.</summary>
internal sealed class FoundSql
{
    private const int MostFacetValues = 20;

    private static readonly string[] Columns = ["id", "rank", "starts_at", "min_price_minor"];

    private readonly List<object?> _values = [];
    private readonly List<string> _conditions = [];
    private readonly SearchQuery _query;
    private string _rank = "0::real";

    public FoundSql(SearchQuery query, TextQuery? text, string? expression, Ranking ranking)
    {
        _query = query;
        AddFilter(query.Filter);
        if (expression is not null)
        {
            _conditions.Add($"document @@ {Add(expression)}::tsquery");
        }

        if (text is not null && query.Sort == SearchSort.Relevance)
        {
            _rank = RankOf(text, ranking);
        }
    }

    private string Key => _query.Sort switch
    {
        SearchSort.Relevance => "rank DESC, ",
        SearchSort.PriceAscending => "min_price_minor, ",
        SearchSort.PriceDescending => "min_price_minor DESC, ",
        SearchSort.StartDescending => "starts_at DESC, ",
        _ => "",
    };

    /// <summary>One row: the page as four arrays, how many there are, and the facets as two arrays each.</summary>
    public NpgsqlCommand PageWithTotals(NpgsqlDataSource database)
    {
        var sql = $"""
            WITH found AS MATERIALIZED ({Found()}),
            page AS (SELECT id, rank, starts_at, min_price_minor FROM found ORDER BY {Key}starts_at, id LIMIT {Add(_query.Size)} OFFSET {Add(_query.Offset)}),
            groups AS (SELECT city, category, grouping(city, category) AS level, count(*) AS hits FROM found GROUP BY GROUPING SETS ((), (city), (category))),
            cities AS (SELECT city AS value, hits FROM groups WHERE level = 1 ORDER BY hits DESC, city LIMIT {MostFacetValues}),
            categories AS (SELECT category AS value, hits FROM groups WHERE level = 2 AND category IS NOT NULL ORDER BY hits DESC, category LIMIT {MostFacetValues})
            SELECT {Arrays("page")},
              (SELECT hits FROM groups WHERE level = 3),
              ARRAY(SELECT value FROM cities ORDER BY hits DESC, value), ARRAY(SELECT hits FROM cities ORDER BY hits DESC, value),
              ARRAY(SELECT value FROM categories ORDER BY hits DESC, value), ARRAY(SELECT hits FROM categories ORDER BY hits DESC, value)
            """;
        return database.Command(sql, [.. _values]);
    }

    /// <summary>One row: the page after a cursor as four arrays.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cursor">The sort values of the last hit; null at the start.</param>
    /// <exception cref="BrokenCursorException">The values are none of this order.</exception>
    public NpgsqlCommand PageAfter(NpgsqlDataSource database, string[]? cursor)
    {
        // With a text all matches are needed to rank them; without one the page is read from an index in its order.
        var materialized = _query.Text.Terms.Count > 0 ? "MATERIALIZED" : "NOT MATERIALIZED";
        var after = cursor is null ? "" : $"WHERE {After(cursor)}";
        var sql = $"""
            WITH found AS {materialized} ({Found()}),
            page AS (SELECT id, rank, starts_at, min_price_minor FROM found {after} ORDER BY {Key}starts_at, id LIMIT {Add(_query.Size)})
            SELECT {Arrays("page")}
            """;
        return database.Command(sql, [.. _values]);
    }

    /// <summary>What a cursor needs to go on after a hit.</summary>
    public string[] SortValues(Guid id, float rank, DateTimeOffset startsAt, long price)
    {
        string[] place = [startsAt.ToString("O", CultureInfo.InvariantCulture), $"{id}"];
        return _query.Sort switch
        {
            SearchSort.Relevance => [rank.ToString("R", CultureInfo.InvariantCulture), .. place],
            SearchSort.PriceAscending or SearchSort.PriceDescending => [price.ToString(CultureInfo.InvariantCulture), .. place],
            _ => place,
        };
    }

    private string Arrays(string rows) => string.Join(
        ", ",
        Columns.Select(column => $"ARRAY(SELECT {column} FROM {rows} ORDER BY {Key}starts_at, id)"));

    private string Found() =>
        $"SELECT id, starts_at, min_price_minor, city, category, ({_rank})::real AS rank FROM tbl_event WHERE {string.Join(" AND ", _conditions)}";

    private void AddFilter(SearchFilter filter)
    {
        // As a constant, so that partial indexes are seen to fit.
        _conditions.Add(filter.Status == EventStatuses.Cancelled ? "status = 'CANCELLED'" : "status = 'SCHEDULED'");
        Where("over_at >", filter.NotOverAt);
        Where("starts_at >=", filter.From);
        Where("starts_at <", filter.To);
        WhereFolded("city_key", filter.City);
        WhereFolded("category_key", filter.Category);
        Where("currency =", filter.Currency);
        Where("max_price_minor >=", filter.MinPriceMinor);
        Where("min_price_minor <=", filter.MaxPriceMinor);
    }

    private void Where(string comparison, object? value)
    {
        if (value is not null)
        {
            _conditions.Add($"{comparison} {Add(value)}");
        }
    }

    private void WhereFolded(string column, string? value)
    {
        if (value is not null)
        {
            _conditions.Add($"{column} = fold({Add(value)})");
        }
    }

    private string RankOf(TextQuery text, Ranking ranking)
    {
        var weights = Add(ranking.Weights);
        var exact = Add(ranking.Exact);
        var any = $"ts_rank({weights}, head, {Add(text.Any)}::tsquery, 1)";
        var words = text.Any == text.Exact ? $"(1 + {exact}) * {any}" : $"{any} + {exact} * ts_rank({weights}, head, {Add(text.Exact)}::tsquery, 1)";
        var rank = $"{words} + CASE WHEN city_key = fold({Add(_query.Text.Original)}) THEN {Add(ranking.City)} ELSE 0 END";
        return text.Phrase is null ? rank : $"{rank} + CASE WHEN head @@ {Add(text.Phrase)}::tsquery THEN {Add(ranking.Phrase)} ELSE 0 END";
    }

    private string After(string[] cursor)
    {
        if (_query.Sort is SearchSort.StartAscending or SearchSort.StartDescending)
        {
            var (start, id) = cursor is [var s, var i] ? (Add(TimeOf(s)), Add(IdOf(i))) : throw new BrokenCursorException();
            return _query.Sort == SearchSort.StartAscending
                ? $"(starts_at, id) > ({start}, {id})"
                : $"starts_at < {start} OR (starts_at = {start} AND id > {id})";
        }

        if (cursor is not [var k, var st, var last])
        {
            throw new BrokenCursorException();
        }

        var (column, key, isAfter) = _query.Sort switch
        {
            SearchSort.Relevance => ("rank", $"{Add(RankOf(k))}::real", "<"),
            SearchSort.PriceDescending => ("min_price_minor", Add(PriceOf(k)), "<"),
            _ => ("min_price_minor", Add(PriceOf(k)), ">"),
        };
        return $"{column} {isAfter} {key} OR ({column} = {key} AND (starts_at, id) > ({Add(TimeOf(st))}, {Add(IdOf(last))}))";
    }

    private string Add(object? value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    private static DateTimeOffset TimeOf(string text) =>
        DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Offset == TimeSpan.Zero
            ? time
            : throw new BrokenCursorException();

    private static Guid IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id : throw new BrokenCursorException();

    private static float RankOf(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rank) && float.IsFinite(rank) ? rank : throw new BrokenCursorException();

    private static long PriceOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var price) ? price : throw new BrokenCursorException();
}
