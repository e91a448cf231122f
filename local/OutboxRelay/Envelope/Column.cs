namespace TicketBooking.OutboxRelay.Envelope;

/// <summary>A column of the outbox table.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Type">Object id of its type.</param>
internal sealed record Column(string Name, uint Type);
