namespace TicketBooking.Contracts;

/// <summary>All seats of an event have been generated and are shown.</summary>
/// <param name="EventId">The event.</param>
/// <param name="SeatCount">How many seats it has.</param>
public sealed record SeatsGeneratedMessage(Guid EventId, int SeatCount);
