namespace TicketBooking.Booking.Sales;

/// <summary>What a buyer asks for: seats by number, or so many seats, the best that are free.</summary>
/// <param name="EventId">The event.</param>
/// <param name="SeatNumbers">Seats by number; null when <paramref name="Quantity"/> is set.</param>
/// <param name="Quantity">How many; null when <paramref name="SeatNumbers"/> is set.</param>
/// <param name="Section">Where to look; null means everywhere.</param>
internal sealed record SeatWish(Guid EventId, string[]? SeatNumbers, int? Quantity = null, string? Section = null)
{
    public int Count => SeatNumbers?.Length ?? Quantity ?? 0;
}
