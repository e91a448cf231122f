using TicketBooking.Platform;

namespace TicketBooking.Search.Domain;

/// <summary>The place after a hit, in an order.</summary>
/// <param name="Sort">The order it was made for.</param>
/// <param name="Values">The sort values of the last hit, as the engine wrote them; empty at the start.</param>
internal sealed record Cursor(SearchSort Sort, string[] Values)
{
    public bool IsStart => Values.Length == 0;

    public override string ToString() => ListCursor.Of($"{Sort}", Values);

    /// <returns>Null when it is no cursor of this order.</returns>
    public static Cursor? TryParse(string text, SearchSort sort) => ListCursor.TryParse(text, $"{sort}") is { } values ? new Cursor(sort, values) : null;
}
