namespace TicketBooking.Booking.Domain;

/// <summary>What became of one payment attempt, and so of its money.</summary>
internal enum AttemptOutcome
{
    /// <summary>Waiting for money.</summary>
    Open,

    /// <summary>Its money bought the seats.</summary>
    Paid,

    /// <summary>Too many declined cards.</summary>
    Failed,

    /// <summary>Nobody paid in time.</summary>
    Expired,

    /// <summary>The booking was cancelled before anybody paid.</summary>
    Cancelled,

    /// <summary>The provider could not be reached; nobody was given a way to pay.</summary>
    Abandoned,

    /// <summary>Money came that bought nothing and goes back.</summary>
    RefundPending,

    /// <summary>It went back.</summary>
    Refunded,
}
