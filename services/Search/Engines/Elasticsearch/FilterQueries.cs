using Elastic.Clients.Elasticsearch.QueryDsl;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>What found events must be, without weight. Times count to the millisecond.</summary>
internal static class FilterQueries
{
    public static Query[] Of(SearchFilter filter) =>
    [
        new TermQuery("status", filter.Status),
        .. filter.NotOverAt is { } now ? [NotOver(now)] : (Query[])[],
        .. Is("city.key", filter.City),
        .. Is("category.key", filter.Category),
        .. Is("currency", filter.Currency),
        .. Range("startsAt", from: filter.From?.ToUnixTimeMilliseconds(), before: filter.To?.ToUnixTimeMilliseconds()),
        // It has a seat in the range: its prices and the range overlap.
        .. Range("minPriceMinor", upTo: filter.MaxPriceMinor),
        .. Range("maxPriceMinor", from: filter.MinPriceMinor),
    ];

    public static Query NotOver(DateTimeOffset now) => new LongNumberRangeQuery("overAt") { Gt = now.ToUnixTimeMilliseconds() };

    private static Query[] Is(string field, string? value) => value is null ? [] : [new TermQuery(field, value)];

    private static Query[] Range(string field, long? from = null, long? before = null, long? upTo = null) =>
        from is null && before is null && upTo is null ? [] : [new LongNumberRangeQuery(field) { Gte = from, Lt = before, Lte = upTo }];
}
