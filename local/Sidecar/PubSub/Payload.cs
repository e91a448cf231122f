using System.Text.Json;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>What Dapr looks at in stored bytes before it passes them on as they are: an object, or the null of a tombstone.</summary>
internal readonly record struct Payload(bool IsReadable, DateTimeOffset? Expiration)
{
    public static Payload Inspect(byte[] data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            var root = json.RootElement;
            var isObject = root.ValueKind == JsonValueKind.Object;
            return new(
                isObject || root.ValueKind == JsonValueKind.Null,
                isObject && root.TryGetProperty("expiration", out var end) && end.ValueKind == JsonValueKind.String && end.TryGetDateTimeOffset(out var time) ? time : null);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
