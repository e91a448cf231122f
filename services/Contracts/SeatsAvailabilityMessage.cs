namespace TicketBooking.Contracts;

/// <summary>How many seats of an event are available; the highest <see cref="Seq"/> wins. Written at most once a second.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Available">Seats that can be held, in all sections.</param>
/// <param name="SeatCount">All seats.</param>
/// <param name="BySection">In the venue's order.</param>
/// <param name="Seq">The last batch of changes that is counted.</param>
public sealed record SeatsAvailabilityMessage(Guid EventId, int Available, int SeatCount, SectionAvailability[] BySection, long Seq);

/// <summary>How many seats of a section are available.</summary>
/// <param name="Section">Section name.</param>
/// <param name="Available">Seats that can be held.</param>
/// <param name="SeatCount">All seats.</param>
public sealed record SectionAvailability(string Section, int Available, int SeatCount);
