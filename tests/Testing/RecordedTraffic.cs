using System.Text;
using System.Text.Json;

namespace TicketBooking.Testing;

/// <summary>What real servers sent, recorded once: Debezium 3.6.1 into Kafka, and daprd 1.18.3 to an HTTP subscriber.</summary>
public static class RecordedTraffic
{
    /// <summary>The messages in Kafka: <c>what</c>, <c>topic</c>, <c>key</c>, <c>value</c>, <c>headers</c>.</summary>
    public static IReadOnlyList<JsonElement> Debezium() => Read("debezium-3.6.json");

    /// <summary>The deliveries of daprd: <c>what</c> (single or bulk), <c>rawPayload</c>, <c>headers</c>, <c>body</c>.</summary>
    public static IReadOnlyList<JsonElement> Daprd() => Read("daprd-1.18-deliveries.json");

    /// <summary>The bytes, as text, of every message that either has recorded. A tombstone is <c>null</c>, as daprd has it.</summary>
    public static IReadOnlyList<string> Bodies() =>
    [
        .. Debezium().Select(message => message.GetProperty("value").GetString() ?? "null"),
        .. Daprd().SelectMany(BodiesOf),
    ];

    private static IEnumerable<string> BodiesOf(JsonElement delivery)
    {
        var (body, isRaw) = (delivery.GetProperty("body").GetString()!, delivery.GetProperty("rawPayload").GetString() == "true");
        return (delivery.GetProperty("what").GetString(), isRaw) switch
        {
            ("single", false) => [body],
            ("single", true) => [Decoded(JsonElement.Parse(body).GetProperty("data_base64"))],
            _ => JsonElement.Parse(body).GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("event"))
                .Select(message => isRaw ? Decoded(message) : message.GetRawText()),
        };
    }

    private static string Decoded(JsonElement base64) => Encoding.UTF8.GetString(base64.GetBytesFromBase64());

    private static List<JsonElement> Read(string name) =>
        [.. JsonElement.Parse(File.ReadAllText(Repository.PathTo($"tests/Testing/Recorded/{name}"))).EnumerateArray()];
}
