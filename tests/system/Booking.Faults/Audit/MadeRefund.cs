namespace TicketBooking.Booking.Faults.Audit;

/// <summary>A refund in the provider's books, with its names.</summary>
internal sealed record MadeRefund(string Id, string Payment_intent, string Status, long Amount, Dictionary<string, string> Metadata)
{
    /// <summary>Whether it gives money back, or may.</summary>
    public bool IsAlive => Status is not ("failed" or "canceled");

    /// <summary>Whether the service made it, and no operator in the dashboard.</summary>
    public bool IsOurs => Metadata.ContainsKey("attemptId");
}
