using TicketBooking.Contracts.Layout;

namespace TicketBooking.Booking.Domain;

/// <summary>A seat of a booking.</summary>
/// <param name="Id">The seat.</param>
/// <param name="SeatNumber">As the event's seat map has it.</param>
/// <param name="PriceMinor">Its price when it was held, in minor units.</param>
public sealed record SeatPrice(Guid Id, string SeatNumber, long PriceMinor)
{
    internal static SeatPrice Of(LayoutSeat seat) => new(seat.Id, seat.SeatNumber, seat.PriceMinor);
}
