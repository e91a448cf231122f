using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Features;

/// <summary>The orders as clients name them.</summary>
internal static class SortNames
{
    private static readonly Dictionary<string, SearchSort> Sorts = new()
    {
        ["relevance"] = SearchSort.Relevance,
        ["startsAt:asc"] = SearchSort.StartAscending,
        ["startsAt:desc"] = SearchSort.StartDescending,
        ["price:asc"] = SearchSort.PriceAscending,
        ["price:desc"] = SearchSort.PriceDescending,
    };

    public static IEnumerable<string> All => Sorts.Keys;

    /// <summary>Without a name: relevance with a text, else the soonest first. Without a text nothing is more relevant than another.</summary>
    /// <returns>Null for an unknown name.</returns>
    public static SearchSort? Find(string? name, bool hasText)
    {
        var fallback = hasText ? SearchSort.Relevance : SearchSort.StartAscending;
        return string.IsNullOrEmpty(name) ? fallback
            : !Sorts.TryGetValue(name, out var sort) ? null
            : sort == SearchSort.Relevance ? fallback : sort;
    }
}
