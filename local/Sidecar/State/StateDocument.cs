using System.Text;
using System.Text.Json;

namespace TicketBooking.Sidecar.State;

/// <summary>A state item as the HTTP API writes it.</summary>
internal sealed record StateDocument(string? Key, JsonElement Value, string? ETag, StateDocument.Choice? Options, Dictionary<string, string>? Metadata)
{
    internal sealed record Choice(string? Concurrency);

    public StateWrite ToUpsert() => new(
        Key ?? string.Empty,
        Encoding.UTF8.GetBytes(Value.ValueKind == JsonValueKind.Undefined ? "null" : Value.GetRawText()),
        ETag,
        ReadConcurrency(Options?.Concurrency),
        StateWrite.ReadTimeToLive(Metadata));

    public StateWrite ToDelete() => new(Key ?? string.Empty, null, ETag, ReadConcurrency(Options?.Concurrency), null);

    public static Concurrency ReadConcurrency(string? text) => text switch
    {
        null or "" => Concurrency.Unspecified,
        "first-write" => Concurrency.FirstWrite,
        "last-write" => Concurrency.LastWrite,
        _ => throw Hosting.ApiException.Malformed($"concurrency '{text}' is neither first-write nor last-write"),
    };
}
