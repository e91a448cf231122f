namespace TicketBooking.Sidecar.PubSub;

/// <summary>A publish call, from either API.</summary>
internal sealed record PublishRequest(
    string PubSub, string Topic, byte[] Data, string ContentType, IReadOnlyDictionary<string, string> Metadata, TraceHeaders Trace)
{
    public bool IsRaw => Metadata.TryGetValue("rawPayload", out var value) && bool.TryParse(value, out var raw) && raw;
}
