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

    /// <summary>Its money is to be refunded, or a refund is under way.</summary>
    RefundPending,

    /// <summary>Its refund was refused or has failed too often; an operator decides.</summary>
    RefundBlocked,

    /// <summary>All of its money has gone back, as the provider says.</summary>
    Refunded,
}
