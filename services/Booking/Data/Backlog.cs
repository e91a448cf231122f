namespace TicketBooking.Booking.Data;

/// <summary>A kind of unfinished attempts.</summary>
/// <param name="Since">The column of their order.</param>
/// <param name="Condition">What they have in common; $1 is their least age.</param>
internal sealed record Backlog(string Since, string Condition);

/// <summary>A place in a backlog, which is in order of time and id. The default is before the first.</summary>
internal readonly record struct BacklogPosition(DateTimeOffset Since, Guid Id);
