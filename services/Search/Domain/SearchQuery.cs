namespace TicketBooking.Search.Domain;

/// <summary>A search that was checked: what every engine answers.</summary>
/// <param name="Text">What to find; empty finds every event that passes the filter.</param>
/// <param name="Filter">What found events must be.</param>
/// <param name="Sort">The order.</param>
/// <param name="Size">Hits on a page, 1..200.</param>
/// <param name="Offset">Hits before the page; 0 with a cursor.</param>
/// <param name="After">The cursor, when the list is read by cursor: hits after it, and no totals.</param>
internal sealed record SearchQuery(SearchText Text, SearchFilter Filter, SearchSort Sort, int Size, int Offset, Cursor? After);

/// <summary>What found events must be. Null asks for nothing.</summary>
/// <param name="Status">SCHEDULED or CANCELLED.</param>
/// <param name="NotOverAt">Leaves out events that are over at this time.</param>
/// <param name="City">Compared without case and accents.</param>
/// <param name="Category">Compared without case and accents.</param>
/// <param name="From">Starts then or later.</param>
/// <param name="To">Starts before.</param>
/// <param name="Currency">ISO 4217; present when there is a price.</param>
/// <param name="MinPriceMinor">Has a seat for this or more.</param>
/// <param name="MaxPriceMinor">Has a seat for this or less.</param>
internal sealed record SearchFilter(
    string Status,
    DateTimeOffset? NotOverAt = null,
    string? City = null,
    string? Category = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Currency = null,
    long? MinPriceMinor = null,
    long? MaxPriceMinor = null);
