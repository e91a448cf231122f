using System.Globalization;
using System.Net.Http.Headers;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>A message as the HTTP request that Dapr's Kafka component would cause.</summary>
internal static class DeliveryRequest
{
    public static HttpRequestMessage For(StoredMessage message, Uri app, SubscriptionSpec subscription, DateTimeOffset now)
    {
        var body = subscription.IsRaw ? CloudEvent.WrapRaw(message, now) : message.Data;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app, subscription.Route)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.MediaType);
        foreach (var (name, value) in Headers(message))
        {
            // A header that HTTP forbids is left out by this call; the message itself is not held up by it.
            request.Headers.TryAddWithoutValidation(name, Visible(value));
        }

        return request;
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(StoredMessage message)
    {
        Dictionary<string, string> headers = new(message.Metadata, StringComparer.OrdinalIgnoreCase)
        {
            ["__topic"] = message.Topic,
            ["__partition"] = message.Partition.ToString(CultureInfo.InvariantCulture),
            ["__offset"] = message.Position.ToString(CultureInfo.InvariantCulture),
            ["__timestamp"] = message.PublishedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["pubsubName"] = message.PubSub,
        };
        if (message.Key is not null)
        {
            headers["__key"] = message.Key;
        }

        return headers.Where(h => !IsTransport(h.Key));
    }

    // What describes the connection or the body is this request's own business.
    private static bool IsTransport(string name) =>
        name.StartsWith("content-", StringComparison.OrdinalIgnoreCase)
        || name.ToUpperInvariant() is "HOST" or "CONNECTION" or "TRANSFER-ENCODING" or "UPGRADE" or "EXPECT" or "DAPR-API-TOKEN";

    private static string Visible(string value) => value.All(c => c is >= ' ' and <= '~') ? value : Uri.EscapeDataString(value);
}
