using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines;

/// <summary>
/// Finds events. An engine answers which events, in which order, and why; what a hit shows is read from the truth, so that it is never older.
/// </summary>
internal interface ISearchEngine
{
    /// <summary>The name in settings and metrics.</summary>
    string Name { get; }

    /// <exception cref="EngineUnavailableException">It cannot answer now, or not in time.</exception>
    /// <exception cref="BrokenCursorException">The cursor holds no values of this engine.</exception>
    Task<FoundEvents> SearchAsync(SearchQuery query, CancellationToken cancellationToken);

    /// <summary>Scheduled events that are not over, whose title begins with the text or has words that do.</summary>
    /// <exception cref="EngineUnavailableException">It cannot answer now, or not in time.</exception>
    Task<IReadOnlyList<Guid>> SuggestAsync(SearchText text, DateTimeOffset now, int size, CancellationToken cancellationToken);

    /// <summary>What the index holds after an id, in the order of ids: for a comparison with the truth.</summary>
    /// <exception cref="EngineUnavailableException">It cannot answer now, or not in time.</exception>
    Task<IReadOnlyList<IndexedEvent>> ListAsync(Guid after, int count, CancellationToken cancellationToken);
}

/// <param name="Page">The hits, in order.</param>
/// <param name="Totals">Of all hits; absent when the list is read by cursor.</param>
internal sealed record FoundEvents(IReadOnlyList<FoundEvent> Page, FoundTotals? Totals);

/// <param name="Id">The event.</param>
/// <param name="SortValues">Where it stands in the order, for a cursor.</param>
/// <param name="Highlights">By field: the text as HTML, with found words in <c>em</c>.</param>
internal sealed record FoundEvent(Guid Id, string[] SortValues, IReadOnlyDictionary<string, string[]> Highlights);

/// <param name="Count">All hits.</param>
/// <param name="Cities">Hits by city, most first; at most 20.</param>
/// <param name="Categories">Hits by category, most first; at most 20.</param>
internal sealed record FoundTotals(long Count, IReadOnlyList<FacetValue> Cities, IReadOnlyList<FacetValue> Categories);

public sealed record FacetValue(string Value, long Count);

internal sealed record IndexedEvent(Guid Id, long DocumentVersion);
