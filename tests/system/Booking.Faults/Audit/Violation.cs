namespace TicketBooking.Booking.Faults.Audit;

/// <summary>A rule that does not hold, and where.</summary>
public sealed record Violation(Guid BookingId, string What);
