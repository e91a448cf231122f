namespace TicketBooking.Booking.Domain;

/// <summary>What can happen to a booking.</summary>
internal enum BookingInput
{
    /// <summary>The buyer asks to pay.</summary>
    PaymentStarted,

    /// <summary>The provider gave no payment intent.</summary>
    PaymentNotStarted,

    /// <summary>The buyer releases the seats.</summary>
    ReleasedByBuyer,

    /// <summary>The hold has ended, by the database clock.</summary>
    HoldEnded,

    /// <summary>The time to pay is over; the provider was asked, has no money, and the intent is cancelled.</summary>
    PaymentTimeEnded,

    /// <summary>Too many cards were declined; the intent is cancelled.</summary>
    CardsUsedUp,

    /// <summary>Money arrived, and every seat is this booking's or free.</summary>
    PaidWithSeats,

    /// <summary>Money arrived that cannot buy: a seat is another booking's, or the booking or its event is cancelled.</summary>
    PaidWithoutSeats,

    /// <summary>The provider has refunded the money.</summary>
    RefundMade,

    /// <summary>The buyer cancels, or the event is cancelled. A booking that is being paid keeps its status until the provider was asked.</summary>
    Cancelled,

    /// <summary>It is cancelled, the provider was asked and has no money, and the intent is cancelled as far as it can be.</summary>
    CancelledUnpaid,
}
