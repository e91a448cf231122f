using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using TicketBooking.OutboxRelay.Envelope;

namespace TicketBooking.OutboxRelay.Publishing;

/// <summary>
/// Messages as the body of <c>POST /v1.0/publish/bulk/{pubsub}/{topic}</c>; the entry id of each is its index. An event goes as text:
/// daprd writes a text's bytes to the topic as they are, and an object it would write anew, with its keys sorted and large numbers rounded
/// (dapr <c>pkg/api/http/util.go</c>, ConvertEventToBytes). Base64 would be exact too, and a third longer.
/// </summary>
internal static class BulkRequest
{
    private const string ContentType = "text/plain";
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<Message> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(messages.Sum(message => message.Body.Length) * 5 / 4);
        using var json = new Utf8JsonWriter(buffer, Compact);
        json.WriteStartArray();
        for (var index = 0; index < messages.Count; index++)
        {
            WriteEntry(json, index, messages[index]);
        }

        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteEntry(Utf8JsonWriter json, int index, Message message)
    {
        json.WriteStartObject();
        json.WriteString("entryId", index.ToString(CultureInfo.InvariantCulture));
        json.WriteString("event", message.Body.Span);
        json.WriteString("contentType", ContentType);
        json.WriteStartObject("metadata");
        json.WriteString("partitionKey", message.Key);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
