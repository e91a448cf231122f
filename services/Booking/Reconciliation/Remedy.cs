namespace TicketBooking.Booking.Reconciliation;

/// <summary>The one right repair of a difference between our attempt and the provider's intent.</summary>
internal enum Remedy
{
    /// <summary>None: an operator decides.</summary>
    None,

    /// <summary>Ask for the intent, and act on its status.</summary>
    End,

    /// <summary>Ask for refunds and disputes, and record what they say.</summary>
    Ask,
}
