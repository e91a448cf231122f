namespace TicketBooking.Contracts.Layout;

/// <summary>A seat as the venue built it, with its price.</summary>
/// <param name="Id">See <see cref="SeatId"/>.</param>
/// <param name="Position">From 0, in the venue's order.</param>
/// <param name="SeatNumber"><c>A12</c>, or <c>Balcony/A12</c> where the venue has several sections.</param>
/// <param name="Section">Section name.</param>
/// <param name="Row">Row letters.</param>
/// <param name="Number">Number in the row, from 1.</param>
/// <param name="Accessible">Whether it is an accessible seat.</param>
/// <param name="PriceMinor">Price in minor units.</param>
public sealed record LayoutSeat(
    Guid Id, int Position, string SeatNumber, string Section, string Row, int Number, bool Accessible, long PriceMinor);
