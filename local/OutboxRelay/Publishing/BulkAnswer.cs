using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace TicketBooking.OutboxRelay.Publishing;

/// <summary>The sidecar's answer to a bulk request.</summary>
/// <param name="Refusal">Why not all messages were acknowledged; null when all were.</param>
/// <param name="Failed">Indexes of those that were not, where the answer tells them apart; null means all.</param>
/// <param name="Arrived">Whether the sidecar had the request: then one message may have spoiled it for the others.</param>
internal sealed record BulkAnswer(string? Refusal, FrozenSet<int>? Failed = null, bool Arrived = true)
{
    public static BulkAnswer Success { get; } = new(Refusal: null);

    public bool Acknowledges(int index) => Refusal is null || Failed?.Contains(index) == false;

    /// <summary>Reads an answer that is no success. daprd lists the entries that failed; those that it does not list are published.</summary>
    public static BulkAnswer Read(HttpStatusCode status, byte[] body) => new($"answer {(int)status}", FailedEntries(body));

    private static FrozenSet<int>? FailedEntries(byte[] body)
    {
        try
        {
            var failed = JsonSerializer.Deserialize<JsonElement>(body) is { ValueKind: JsonValueKind.Object } answer
                && answer.TryGetProperty("failedEntries", out var entries) && entries.ValueKind == JsonValueKind.Array
                    ? entries.EnumerateArray().Select(IndexOf).ToFrozenSet()
                    : [];
            return failed.Count == 0 ? null : failed;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int IndexOf(JsonElement entry) => int.Parse(entry.GetProperty("entryId").GetString() ?? "", CultureInfo.InvariantCulture);
}
