using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>The envelope Dapr puts around what it is asked to publish, and around raw messages for subscribers that want one.</summary>
internal static class CloudEvent
{
    public const string MediaType = "application/cloudevents+json";
    public const string OverridePrefix = "cloudevent.";

    public static byte[] Wrap(PublishRequest publish, string appId, TraceHeaders trace, DateTimeOffset now)
    {
        var isEvent = Is(publish.ContentType, MediaType);
        var envelope = isEvent ? ParseObject(publish.Data) : NewEnvelope(appId, publish.ContentType, publish.Data, now);
        if (!isEvent)
        {
            envelope["time"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        envelope["topic"] = publish.Topic;
        envelope["pubsubname"] = publish.PubSub;
        if (trace.TraceParent is { Length: > 0 } parent)
        {
            envelope.TryAdd("traceid", parent);
            envelope.TryAdd("traceparent", parent);
            envelope.TryAdd("tracestate", trace.TraceState ?? string.Empty);
        }

        foreach (var (name, value) in publish.Metadata.Where(m => m.Key.StartsWith(OverridePrefix, StringComparison.Ordinal)))
        {
            envelope[name[OverridePrefix.Length..]] = value;
        }

        return Bytes(envelope);
    }

    /// <summary>For a subscription with <c>rawPayload</c>: a new event around the stored bytes, with a new id on every delivery.</summary>
    public static byte[] WrapRaw(StoredMessage message, DateTimeOffset now)
    {
        var envelope = NewEnvelope("Dapr", MediaTypeNames.Application.Octet, message.Data, now);
        envelope["topic"] = message.Topic;
        envelope["pubsubname"] = message.PubSub;
        return Bytes(envelope);
    }

    private static JsonObject NewEnvelope(string source, string contentType, byte[] data, DateTimeOffset now)
    {
        var isBinary = IsBinary(contentType);
        return new()
        {
            ["id"] = Guid.CreateVersion7(now).ToString(),
            ["source"] = source,
            ["type"] = "com.dapr.event.sent",
            ["specversion"] = "1.0",
            ["datacontenttype"] = contentType,
            [isBinary ? "data_base64" : "data"] = isBinary ? Convert.ToBase64String(data)
                : IsJson(contentType) && JsonBytes.TryParse(data) is { } json ? JsonSerializer.SerializeToNode(json)
                : Encoding.UTF8.GetString(data),
        };
    }

    /// <summary>In the order of their names, as Go writes a map.</summary>
    private static byte[] Bytes(JsonObject envelope) =>
        JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, JsonNode?>(envelope, StringComparer.Ordinal));

    private static JsonObject ParseObject(byte[] data) => JsonBytes.TryParse(data) is { ValueKind: JsonValueKind.Object } json
        ? JsonObject.Create(json)!
        : throw new ApiException(StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, "ERR_PUBSUB_CLOUD_EVENTS_SER", "a CloudEvent is a JSON object");

    public static bool IsBinary(string? contentType) => Is(contentType, MediaTypeNames.Application.Octet);

    public static bool IsJson(string? contentType) => Is(contentType, MediaTypeNames.Application.Json)
        || contentType?.Split(';')[0].Trim().EndsWith("+json", StringComparison.OrdinalIgnoreCase) == true;

    private static bool Is(string? contentType, string mediaType) =>
        contentType?.Split(';')[0].Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase) == true;
}
