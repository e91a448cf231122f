namespace TicketBooking.Booking.Sales;

/// <summary>Why a booking was not made.</summary>
internal enum NotMade
{
    /// <summary>Another booking has a seat.</summary>
    SeatsTaken,

    /// <summary>Its event has newer prices than its seats.</summary>
    OldPrices,
}
