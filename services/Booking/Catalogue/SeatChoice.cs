namespace TicketBooking.Booking.Catalogue;

/// <summary>Seats that a request has chosen and is claiming.</summary>
/// <param name="owner">Where they are reserved.</param>
/// <param name="positions">The seats.</param>
internal sealed class SeatChoice(EventFreeSeats owner, int[] positions) : IDisposable
{
    public int[] Positions => positions;

    public void Dispose() => owner.End(positions);
}
