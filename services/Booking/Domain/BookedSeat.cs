namespace TicketBooking.Booking.Domain;

/// <summary>A seat of a booking as its buyer sees it.</summary>
/// <param name="Id">The seat.</param>
/// <param name="SeatNumber">As the event's seat map has it.</param>
/// <param name="PriceMinor">Its price when it was held, in minor units.</param>
/// <param name="Status"><c>HELD</c>, <c>BOOKED</c>, <c>CANCELLED</c> when it was given back alone, or <c>RELEASED</c> when its booking has ended.</param>
public sealed record BookedSeat(Guid Id, string SeatNumber, long PriceMinor, string Status)
{
    public const string Cancelled = "CANCELLED";

    /// <param name="booking">Status of its booking.</param>
    /// <param name="isCancelled">Whether it was given back alone.</param>
    internal static string StatusIn(string booking, bool isCancelled) => isCancelled ? Cancelled : booking switch
    {
        "HELD" or "PENDING_PAYMENT" => "HELD",
        "CONFIRMED" => "BOOKED",
        _ => "RELEASED",
    };
}
