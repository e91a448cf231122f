namespace TicketBooking.Contracts;

/// <summary>A booking after a change, with the state that the change gave to each of its seats. Names no buyer.</summary>
/// <param name="BookingId">The booking.</param>
/// <param name="EventId">The event.</param>
/// <param name="Status">Status of the booking as in the public API (<c>HELD</c>, <c>CONFIRMED</c>, …).</param>
/// <param name="Seats">Only the seats whose claim the change touched.</param>
/// <param name="OccurredAt">UTC, by the database clock.</param>
public sealed record BookingMessage(Guid BookingId, Guid EventId, string Status, SeatChange[] Seats, DateTimeOffset OccurredAt);

/// <summary>The state of one seat's claim; per seat the highest <see cref="Version"/> wins.</summary>
/// <param name="SeatId">The seat.</param>
/// <param name="SeatNumber"><c>A12</c>, or <c>Balcony/A12</c> where the venue has several sections.</param>
/// <param name="Status">One of <see cref="SeatStatuses"/>.</param>
/// <param name="Version">The claim's version (the fencing number).</param>
public sealed record SeatChange(Guid SeatId, string SeatNumber, string Status, long Version);
