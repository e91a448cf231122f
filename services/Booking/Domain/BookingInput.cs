namespace TicketBooking.Booking.Domain;

/// <summary>What can happen to a booking.</summary>
internal enum BookingInput
{
    /// <summary>The buyer goes to pay.</summary>
    PaymentStarted,

    /// <summary>The provider gave no payment intent, so nobody can pay.</summary>
    PaymentNotStarted,

    /// <summary>The buyer gives the seats back.</summary>
    ReleasedByBuyer,

    /// <summary>The hold's time is over, by the database clock.</summary>
    HoldEnded,

    /// <summary>The time to pay is over; the provider was asked, has no money, and the intent is cancelled.</summary>
    PaymentTimeEnded,

    /// <summary>Too many cards were declined; the intent is cancelled.</summary>
    CardsUsedUp,

    /// <summary>Money arrived, and every seat is still this booking's or nobody's.</summary>
    PaidWithSeats,

    /// <summary>Money arrived that cannot buy: a seat is somebody else's, or the booking or its event is cancelled.</summary>
    PaidWithoutSeats,

    /// <summary>The provider has given the money back.</summary>
    RefundMade,

    /// <summary>The buyer cancels, or the event is cancelled. One that waits for its money goes on until the provider was asked.</summary>
    Cancelled,

    /// <summary>It is cancelled, the provider was asked and has no money, and the intent is cancelled as far as it can be.</summary>
    CancelledUnpaid,
}
