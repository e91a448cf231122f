using System.Text.Json;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>Bytes of others, which may be JSON.</summary>
internal static class JsonBytes
{
    /// <summary>Null for what is not JSON.</summary>
    public static JsonElement? TryParse(byte[] data)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(data);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
