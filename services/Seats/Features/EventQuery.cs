using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Seats.Features;

/// <summary>Names the event of the seats. A record, because validation skips a nullable parameter even when it is required.</summary>
/// <param name="EventId">The event.</param>
public sealed record EventQuery([property: Required] Guid? EventId);
