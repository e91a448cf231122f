namespace TicketBooking.Contracts;

/// <summary>The topics. docs/messages.md says who publishes and who listens.</summary>
public static class Topics
{
    /// <summary>Changes of events: rows of event-core's outbox. Payload <see cref="EventMessage"/>, key = event id.</summary>
    public const string EventOutbox = "event.public.tbl_event_outbox";

    /// <summary>Changes of bookings: rows of booking's outbox. Payload <see cref="BookingMessage"/>, key = booking id.</summary>
    public const string BookingOutbox = "event.public.tbl_booking_outbox";

    /// <summary>Changes of an event's seats: rows of seats' outbox. Payload by type: <see cref="SeatsGeneratedMessage"/>, <see cref="SeatsAvailabilityMessage"/>; key = event id.</summary>
    public const string SeatOutbox = "event.public.tbl_seat_outbox";

    /// <summary>New statuses of seats, after each commit; on <see cref="ComponentNames.LiveFeed"/>. Payload <see cref="SeatFeedMessage"/>, key = event id.</summary>
    public const string SeatChanges = "seat-changes";
}
