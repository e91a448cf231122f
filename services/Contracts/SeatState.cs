namespace TicketBooking.Contracts;

/// <summary>
/// A seat's public state, as seats answers to <c>GET /internal/states/{eventId}</c>: an array, ordered by id, by service invocation only, 404
/// for an unknown event.
/// </summary>
/// <param name="Id">The seat.</param>
/// <param name="Status">One of <see cref="SeatStatuses"/>.</param>
/// <param name="Version">The version of the claim that gave it; 0 before there was one.</param>
public sealed record SeatState(Guid Id, string Status, long Version);
