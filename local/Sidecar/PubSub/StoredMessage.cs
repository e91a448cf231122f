namespace TicketBooking.Sidecar.PubSub;

/// <summary>A message as the log holds it.</summary>
internal sealed record StoredMessage(
    string PubSub,
    string Topic,
    short Partition,
    long Position,
    string? Key,
    IReadOnlyDictionary<string, string> Metadata,
    byte[] Data,
    DateTimeOffset PublishedAt);
