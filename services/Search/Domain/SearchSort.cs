namespace TicketBooking.Search.Domain;

/// <summary>The order of hits. Ties go by start, then by id.</summary>
internal enum SearchSort
{
    /// <summary>Best match first; needs a text.</summary>
    Relevance,

    /// <summary>Soonest first.</summary>
    StartAscending,

    /// <summary>Latest first.</summary>
    StartDescending,

    /// <summary>Lowest first, by the cheapest seat.</summary>
    PriceAscending,

    /// <summary>Highest first, by the cheapest seat.</summary>
    PriceDescending,
}
