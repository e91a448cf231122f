namespace TicketBooking.Contracts;

/// <summary>States of an event.</summary>
public static class EventStatuses
{
    /// <summary>Takes place as planned.</summary>
    public const string Scheduled = "SCHEDULED";

    /// <summary>Called off; sells nothing.</summary>
    public const string Cancelled = "CANCELLED";
}
