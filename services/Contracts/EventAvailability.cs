namespace TicketBooking.Contracts;

/// <summary>
/// How many seats of an event are available, as seats answers to <c>GET /internal/availability?after={eventId}&amp;size={n}</c>: an array,
/// ordered by event id, by service invocation only. The size is 1..500; fewer items than that are the last.
/// </summary>
/// <param name="EventId">The event.</param>
/// <param name="Available">Seats that can be held, in all sections.</param>
/// <param name="SeatCount">All seats.</param>
/// <param name="Seq">The last batch of changes that is counted.</param>
public sealed record EventAvailability(Guid EventId, int Available, int SeatCount, long Seq);
