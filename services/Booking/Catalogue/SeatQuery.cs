using TicketBooking.Booking.Domain;

namespace TicketBooking.Booking.Catalogue;

/// <summary>What the best seats are chosen of.</summary>
/// <param name="Rows">The rows to choose from, best first.</param>
/// <param name="Quantity">Size of the party.</param>
/// <param name="PassedOver">Positions that are not chosen.</param>
/// <param name="Conflicts">How often another buyer was faster.</param>
internal sealed record SeatQuery(IReadOnlyList<SeatRow> Rows, int Quantity, IReadOnlyList<int> PassedOver, int Conflicts = 0)
{
    private const int RowsForEachOther = 4;
    private const int MostDoublings = 16;

    /// <summary>
    /// Among how many rows to choose at random. A buyer alone gets the best row. In a crowd, instances that do not see each other's choices
    /// must spread, else all would claim the same seats: the more choices are under way here, and the more conflicts there were, the wider.
    /// </summary>
    public int Width(int underWay) => (1 + (RowsForEachOther * underWay)) << Math.Min(2 * Conflicts, MostDoublings);
}
