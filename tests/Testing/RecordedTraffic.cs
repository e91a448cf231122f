using System.Text.Json;

namespace TicketBooking.Testing;

/// <summary>What real servers sent, recorded once: Debezium 3.6.1 into Kafka, and daprd 1.18.3 to an HTTP subscriber.</summary>
public static class RecordedTraffic
{
    /// <summary>The messages in Kafka: <c>what</c>, <c>topic</c>, <c>key</c>, <c>value</c>, <c>headers</c>.</summary>
    public static IReadOnlyList<JsonElement> Debezium() => Read("debezium-3.6.json");

    /// <summary>The deliveries of daprd: <c>what</c> (single or bulk), <c>rawPayload</c>, <c>headers</c>, <c>body</c>.</summary>
    public static IReadOnlyList<JsonElement> Daprd() => Read("daprd-1.18-deliveries.json");

    private static List<JsonElement> Read(string name) =>
        [.. JsonElement.Parse(File.ReadAllText(Repository.PathTo($"tests/Testing/Recorded/{name}"))).EnumerateArray()];
}
