using System.Text;
using System.Text.Json;
using TicketBooking.Contracts;

namespace TicketBooking.Testing;

/// <summary>Says what change data capture says of a row that a service wrote to its outbox.</summary>
public static class OutboxRow
{
    /// <summary>The change event as Debezium sends it.</summary>
    public static string ChangeOf(string payload, string type, string operation = "c", string table = "any")
    {
        var row = new
        {
            id = Guid.CreateVersion7(),
            aggregate_type = "any",
            aggregate_id = "any",
            type,
            payload,
            traceparent = (string?)null,
            occurred_at = "2026-05-01T18:30:00.123456Z",
        };
        return JsonSerializer.Serialize(new { before = (object?)null, after = row, op = operation, source = new { lsn = 1, table }, ts_ms = 1 });
    }

    public static string ChangeOf(EventMessage message) =>
        ChangeOf(JsonSerializer.Serialize(message, ContractsJson.Default.EventMessage), MessageTypes.EventUpdated);

    /// <summary>Publishes a change event through a sidecar, as the outbox relay does.</summary>
    /// <exception cref="HttpRequestException">The sidecar has not taken it.</exception>
    public static async Task PublishAsync(HttpClient sidecar, string topic, Guid key, string change)
    {
        using var content = new StringContent(change, Encoding.UTF8, "application/json");
        using var answer = await sidecar.PostAsync(
            $"/v1.0/publish/pubsub/{topic}?metadata.rawPayload=true&metadata.partitionKey={key}", content);
        answer.EnsureSuccessStatusCode();
    }
}
