using System.Globalization;
using Elastic.Clients.Elasticsearch;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>The order of hits, and where a cursor stands in it.</summary>
internal static class SearchOrder
{
    /// <summary>By what is asked for, then by start, then by id: no two hits are equal.</summary>
    public static SortOptions[] Of(SearchSort sort) => sort switch
    {
        SearchSort.Relevance => [new SortOptions { Score = new ScoreSort { Order = SortOrder.Desc } }, By("startsAt"), By("id")],
        SearchSort.StartAscending => [By("startsAt"), By("id")],
        SearchSort.StartDescending => [By("startsAt", SortOrder.Desc), By("id")],
        SearchSort.PriceAscending => [By("minPriceMinor"), By("startsAt"), By("id")],
        SearchSort.PriceDescending => [By("minPriceMinor", SortOrder.Desc), By("startsAt"), By("id")],
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    public static SortOptions By(string field, SortOrder order = SortOrder.Asc) => new FieldSort(field) { Order = order };

    /// <summary>A hit's sort values as text, which a cursor keeps.</summary>
    public static string[] Write(IEnumerable<FieldValue> values) => [.. values.Select(value => Convert.ToString(value.Value, CultureInfo.InvariantCulture)!)];

    /// <summary>The values that <see cref="Write"/> wrote.</summary>
    /// <exception cref="BrokenCursorException">They are none of this order.</exception>
    public static FieldValue[] Read(Cursor cursor)
    {
        var values = cursor.Values;
        return cursor.Sort switch
        {
            SearchSort.StartAscending or SearchSort.StartDescending when values.Length == 2 => [Number(values[0]), Id(values[1])],
            SearchSort.Relevance when values.Length == 3 => [Score(values[0]), Number(values[1]), Id(values[2])],
            SearchSort.PriceAscending or SearchSort.PriceDescending when values.Length == 3 => [Number(values[0]), Number(values[1]), Id(values[2])],
            _ => throw Broken(),
        };
    }

    private static FieldValue Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? FieldValue.Long(number) : throw Broken();

    private static FieldValue Score(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && float.IsFinite((float)score)
            ? FieldValue.Double(score)
            : throw Broken();

    private static FieldValue Id(string text) => Guid.TryParseExact(text, "D", out var id) ? FieldValue.String($"{id}") : throw Broken();

    private static BrokenCursorException Broken() => new("The cursor was not made by Elasticsearch for this order.");
}
