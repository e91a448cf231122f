namespace TicketBooking.Sidecar.PubSub;

/// <summary>A message on its way into the log; its partition is chosen.</summary>
internal sealed record NewMessage(
    string PubSub, string Topic, short Partition, string? Key, IReadOnlyDictionary<string, string> Metadata, byte[] Data);
