namespace TicketBooking.Platform;

/// <summary>Metadata of a route: fields that its resource has and that the route cannot change.</summary>
internal sealed record UnchangeableFields(string[] Names);
