namespace TicketBooking.Booking.Domain;

/// <summary>The outcome of one payment attempt, and so of its money.</summary>
internal enum AttemptOutcome
{
    /// <summary>Waiting for money.</summary>
    Open,

    /// <summary>Its money bought the seats.</summary>
    Paid,

    /// <summary>Too many declined cards.</summary>
    Failed,

    /// <summary>Not paid in time.</summary>
    Expired,

    /// <summary>The booking was cancelled before it was paid.</summary>
    Cancelled,

    /// <summary>The provider could not be reached; no client got an intent.</summary>
    Abandoned,

    /// <summary>Its money is to be refunded.</summary>
    RefundPending,

    /// <summary>Its money was refunded.</summary>
    Refunded,
}
