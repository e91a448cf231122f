namespace TicketBooking.Contracts;

/// <summary>
/// Values of the outbox column <c>type</c>: why the message was written. A message always carries the whole state of its
/// subject. So a subscriber may ignore the type and apply the state if its version is higher.
/// </summary>
public static class MessageTypes
{
    /// <summary>An event was created.</summary>
    public const string EventCreated = "event.created";

    /// <summary>An event's texts, times or terms of sale were changed.</summary>
    public const string EventUpdated = "event.updated";

    /// <summary>An event was cancelled: nothing more is sold, live bookings are refunded.</summary>
    public const string EventCancelled = "event.cancelled";

    /// <summary>An event was deleted: it is no longer shown.</summary>
    public const string EventDeleted = "event.deleted";

    /// <summary>Every type whose payload is an <see cref="EventMessage"/>.</summary>
    public static readonly string[] OfEvents = [EventCreated, EventUpdated, EventCancelled, EventDeleted];

    /// <summary>All seats of an event exist.</summary>
    public const string SeatsGenerated = "seats.generated";

    /// <summary>Seats of an event were taken or freed.</summary>
    public const string SeatsAvailability = "seats.availability";

    /// <summary>A booking, and with it its seats, changed.</summary>
    public const string BookingChanged = "booking.changed";
}
