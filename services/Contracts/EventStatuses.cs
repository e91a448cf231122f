namespace TicketBooking.Contracts;

/// <summary>States of an event.</summary>
public static class EventStatuses
{
    /// <summary>Takes place as planned.</summary>
    public const string Scheduled = "SCHEDULED";

    /// <summary>Called off; sells nothing.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Is gone and had no bookings left. Only ever said in a message, the event's last.</summary>
    public const string Deleted = "DELETED";
}
