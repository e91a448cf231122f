namespace TicketBooking.Sidecar.PubSub;

/// <summary>W3C trace context of the publisher.</summary>
internal sealed record TraceHeaders(string? TraceParent, string? TraceState)
{
    public static TraceHeaders Of(HttpRequest request) => new(request.Headers.TraceParent, request.Headers.TraceState);
}

/// <summary>One message to publish, from either API.</summary>
internal sealed record PublishRequest(string PubSub, string Topic, byte[] Data, string? GivenType, IReadOnlyDictionary<string, string> Metadata)
{
    public string ContentType => string.IsNullOrEmpty(GivenType) ? "text/plain" : GivenType;

    public bool IsRaw => bool.TryParse(Metadata.GetValueOrDefault("rawPayload"), out var raw) && raw;

    public static PublishRequest From(PublishEventRequest call) =>
        new(call.PubsubName, call.Topic, call.Data.ToByteArray(), call.DataContentType, call.Metadata.ToDictionary());

    public static PublishRequest From(BulkPublishRequest call, BulkPublishRequestEntry entry) =>
        new(call.PubsubName, call.Topic, entry.Event.ToByteArray(), entry.ContentType, Merge(entry.Metadata, call.Metadata));

    /// <summary>The metadata of an entry overrides that of the request.</summary>
    public static Dictionary<string, string> Merge(IEnumerable<KeyValuePair<string, string>> own, IEnumerable<KeyValuePair<string, string>> common) =>
        own.Concat(common).DistinctBy(m => m.Key).ToDictionary(StringComparer.Ordinal);
}
