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

    /// <summary>Money arrived, or there is nothing to pay, and every seat is this booking's or free.</summary>
    PaidWithSeats,

    /// <summary>Money arrived that cannot buy: a seat is another booking's, or the booking or its event is cancelled.</summary>
    PaidWithoutSeats,

    /// <summary>All money that was to be refunded has gone back.</summary>
    RefundMade,

    /// <summary>Money is to be refunded (again): a refund failed later, a dispute was won, or an operator resumes a blocked refund.</summary>
    RefundOwed,

    /// <summary>No refund is under way any more, and one was refused or has failed too often.</summary>
    RefundRefused,

    /// <summary>The money that bought the seats has gone back by no decision of ours: refunded at the provider, or a lost dispute.</summary>
    MoneyReturned,

    /// <summary>As <see cref="MoneyReturned"/>, while another attempt's money is still to be refunded.</summary>
    MoneyReturnedMoreOwed,

    /// <summary>The buyer cancels, or the event is cancelled. A booking that is being paid keeps its status until the provider was asked.</summary>
    Cancelled,

    /// <summary>The buyer cancels, or the event is cancelled, and the seats cost nothing.</summary>
    CancelledFree,

    /// <summary>It is cancelled, the provider was asked and has no money, and the intent is cancelled as far as it can be.</summary>
    CancelledUnpaid,
}
