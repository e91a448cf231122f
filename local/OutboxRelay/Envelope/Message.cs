namespace TicketBooking.OutboxRelay.Envelope;

/// <summary>A message for the topic.</summary>
/// <param name="Key">Messages of one key stay in order.</param>
/// <param name="Body">UTF-8 JSON.</param>
internal sealed record Message(string Key, ReadOnlyMemory<byte> Body);
