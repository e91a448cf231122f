namespace TicketBooking.Contracts;

/// <summary>States of an event.</summary>
public static class EventStatuses
{
    /// <summary>Takes place as planned.</summary>
    public const string Scheduled = "SCHEDULED";

    /// <summary>Cancelled; sells nothing.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Deleted, without live bookings. Only in the event's last message.</summary>
    public const string Deleted = "DELETED";
}
