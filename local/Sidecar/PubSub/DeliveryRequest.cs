using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Messages as the HTTP request that Dapr's Kafka component would cause (with <c>escapeHeaders</c>).</summary>
internal static class DeliveryRequest
{
    public static HttpRequestMessage Single(StoredMessage message, Uri app, SubscriptionSpec subscription, DateTimeOffset now)
    {
        var request = Post(app, subscription, subscription.IsRaw ? CloudEvent.WrapRaw(message, now) : message.Data, CloudEvent.MediaType);
        foreach (var (name, value) in Metadata(message).Where(m => !IsTransport(m.Key)))
        {
            // A header that HTTP forbids is left out by this call; the message itself is not held up by it.
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    public static HttpRequestMessage Bulk(IReadOnlyList<StoredMessage> messages, Uri app, SubscriptionSpec subscription, DateTimeOffset now)
    {
        var entries = messages.Select((message, n) => new
        {
            entryId = $"{n}",
            // Bytes are written as base64.
            @event = subscription.IsRaw ? (object)message.Data : JsonNode.Parse(message.Data),
            metadata = Metadata(message),
            contentType = subscription.IsRaw ? MediaTypeNames.Application.Octet : CloudEvent.MediaType,
        });
        // In the order of their names, as Go writes a map; an entry is no map there.
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            entries,
            id = Guid.CreateVersion7(now),
            metadata = new { pubsubName = subscription.PubSub },
            pubsubname = subscription.PubSub,
            topic = subscription.Topic,
            type = "com.dapr.event.sent.bulk",
        });
        return Post(app, subscription, body, MediaTypeNames.Application.Json);
    }

    private static HttpRequestMessage Post(Uri app, SubscriptionSpec subscription, byte[] body, string contentType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app, subscription.Route)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.TryAddWithoutValidation("pubsubName", subscription.PubSub);
        return request;
    }

    private static SortedDictionary<string, string> Metadata(StoredMessage stored)
    {
        var metadata = new SortedDictionary<string, string>(
            stored.Message.Metadata.ToDictionary(m => Escape(m.Key), m => Escape(m.Value)), StringComparer.OrdinalIgnoreCase);
        metadata["__topic"] = stored.Topic;
        metadata["__partition"] = stored.Message.Partition.ToString(CultureInfo.InvariantCulture);
        metadata["__offset"] = stored.Position.ToString(CultureInfo.InvariantCulture);
        metadata["__timestamp"] = stored.PublishedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        if (stored.Message.Key is { } key)
        {
            metadata["__key"] = Escape(key);
        }

        return metadata;
    }

    // What describes the connection or the body is this request's own business.
    private static bool IsTransport(string name) =>
        name.ToUpperInvariant() is "HOST" or "CONNECTION" or "TRANSFER-ENCODING" or "UPGRADE" or "EXPECT" or "DAPR-API-TOKEN";

    // As Go escapes a query: a space is a plus.
    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
