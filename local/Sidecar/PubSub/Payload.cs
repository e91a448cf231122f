using System.Text.Json;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>What Dapr looks at in stored bytes before it passes them on as they are.</summary>
internal readonly record struct Payload(bool IsObject, DateTimeOffset? Expiration)
{
    public static Payload Inspect(byte[] data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static Payload ReadObject(ref Utf8JsonReader reader)
    {
        DateTimeOffset? expiration = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isExpiration = reader.ValueTextEquals("expiration"u8);
            reader.Read();
            if (isExpiration && reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time))
            {
                expiration = time;
            }

            reader.Skip();
        }

        // Reads on, so that bytes after the object are found.
        while (reader.Read())
        {
        }

        return new(true, expiration);
    }
}
