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
        var envelope = Is(publish.ContentType, MediaType) ? ParseObject(publish.Data) : NewEnvelope(publish, appId, now);
        envelope["topic"] = publish.Topic;
        envelope["pubsubname"] = publish.PubSub;
        AddTrace(envelope, trace);
        AddExpiration(envelope, publish.Metadata, now);
        foreach (var (name, value) in publish.Metadata.Where(m => m.Key.StartsWith(OverridePrefix, StringComparison.Ordinal)))
        {
            envelope[name[OverridePrefix.Length..]] = value;
        }

        return JsonSerializer.SerializeToUtf8Bytes(envelope);
    }

    /// <summary>For a subscription with <c>rawPayload</c>: a new event around the stored bytes, with a new id on every delivery.</summary>
    public static byte[] WrapRaw(StoredMessage message, DateTimeOffset now) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["id"] = Guid.CreateVersion7(now).ToString(),
        ["source"] = "Dapr",
        ["type"] = "com.dapr.event.sent",
        ["specversion"] = "1.0",
        ["datacontenttype"] = MediaTypeNames.Application.Octet,
        ["topic"] = message.Topic,
        ["pubsubname"] = message.PubSub,
        ["data_base64"] = Convert.ToBase64String(message.Data),
    });

    private static JsonObject NewEnvelope(PublishRequest publish, string appId, DateTimeOffset now)
    {
        var envelope = new JsonObject
        {
            ["id"] = Guid.CreateVersion7(now).ToString(),
            ["source"] = appId,
            ["type"] = "com.dapr.event.sent",
            ["specversion"] = "1.0",
            ["datacontenttype"] = publish.ContentType,
            ["time"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        if (Is(publish.ContentType, MediaTypeNames.Application.Octet))
        {
            envelope["data_base64"] = Convert.ToBase64String(publish.Data);
        }
        else
        {
            envelope["data"] = IsJson(publish.ContentType) ? JsonOrText(publish.Data) : Encoding.UTF8.GetString(publish.Data);
        }

        return envelope;
    }

    private static void AddTrace(JsonObject envelope, TraceHeaders trace)
    {
        if (trace.TraceParent is { Length: > 0 } parent)
        {
            envelope.TryAdd("traceid", parent);
            envelope.TryAdd("traceparent", parent);
            envelope.TryAdd("tracestate", trace.TraceState ?? string.Empty);
        }
    }

    private static void AddExpiration(JsonObject envelope, IReadOnlyDictionary<string, string> metadata, DateTimeOffset now)
    {
        if (metadata.TryGetValue("ttlInSeconds", out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
        {
            envelope["expiration"] = now.AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);
        }
    }

    private static JsonObject ParseObject(byte[] data)
    {
        try
        {
            return JsonNode.Parse(data) as JsonObject ?? throw Hosting.ApiException.Malformed("A CloudEvent is a JSON object.");
        }
        catch (JsonException e)
        {
            throw new Hosting.ApiException(
                StatusCodes.Status400BadRequest, Grpc.Core.StatusCode.InvalidArgument, "ERR_PUBSUB_CLOUD_EVENTS_SER", e.Message, e);
        }
    }

    private static JsonNode? JsonOrText(byte[] data)
    {
        try
        {
            return JsonNode.Parse(data);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(data);
        }
    }

    private static bool IsJson(string contentType) =>
        Is(contentType, MediaTypeNames.Application.Json) || contentType.Split(';')[0].Trim().EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string contentType, string mediaType) =>
        contentType.Split(';')[0].Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase);
}
