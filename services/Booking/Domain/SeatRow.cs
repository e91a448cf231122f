namespace TicketBooking.Booking.Domain;

/// <summary>One row of seats.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Index">Its place among all rows of the venue.</param>
/// <param name="First">Position of its first seat; those of the others follow one another.</param>
/// <param name="Count">How many seats it has.</param>
internal readonly record struct SeatRow(string Section, int Index, int First, int Count)
{
    /// <summary>The position after its last seat.</summary>
    public int End => First + Count;

    public IEnumerable<int> Positions => Enumerable.Range(First, Count);
}
