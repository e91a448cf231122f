namespace TicketBooking.EventCore.Domain;

/// <summary>That the seats of an event exist. The message that says so may come before the event can be seen here.</summary>
internal sealed class GeneratedSeats
{
    public required Guid EventId { get; init; }

    public required int SeatCount { get; init; }
}
