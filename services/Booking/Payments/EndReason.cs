namespace TicketBooking.Booking.Payments;

/// <summary>Why an attempt ends without money.</summary>
internal enum EndReason
{
    /// <summary>The time to pay is over.</summary>
    TimeOver,

    /// <summary>Too many declined cards.</summary>
    CardsUsedUp,

    /// <summary>The booking is cancelled.</summary>
    Cancelled,

    /// <summary>The intent was cancelled at the provider.</summary>
    IntentCanceled,

    /// <summary>The provider gave no intent when the buyer asked for one.</summary>
    Abandoned,
}

/// <summary>How it ended.</summary>
internal enum PaymentEnding
{
    /// <summary>Without money.</summary>
    Ended,

    /// <summary>There was money already, and it is recorded.</summary>
    Paid,

    /// <summary>Not at all: by the database's clock, which decides, there is time left.</summary>
    TooEarly,

    /// <summary>Not yet: money is under way, or the buyer is at its bank; both may still fail.</summary>
    Processing,
}
