namespace TicketBooking.Platform;

/// <summary>Metadata of a route: fields of its body that may be sent and have no effect.</summary>
internal sealed record IgnoredFields(string[] Names);
