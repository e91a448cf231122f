using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TicketBooking.Platform;

/// <summary>
/// A row of an outbox table as Debezium sends it: <c>{before, after, op, source, ts_ms}</c>, with or without its schema, jsonb as a string
/// holding JSON.
/// </summary>
public sealed class ChangeEvent
{
    private readonly string? _payload;

    private ChangeEvent()
    {
    }

    private ChangeEvent(JsonElement row, string? table)
    {
        IsMessage = true;
        Id = Guid.TryParse(Text(row, "id"), out var id) ? id : null;
        Table = table;
        Type = Text(row, "type") ?? throw new MalformedMessageException("Column type is missing.");
        TraceParent = Text(row, "traceparent");
        OccurredAt = Time(row, "occurred_at");
        _payload = Text(row, "payload");
    }

    /// <summary>Whether the row is a message: inserted (<c>c</c>), or there before capture began (<c>r</c>).</summary>
    public bool IsMessage { get; }

    /// <summary>The row's id, the same in each delivery; null when it is no UUID.</summary>
    public Guid? Id { get; }

    /// <summary>Name of the outbox table; null when the envelope does not say.</summary>
    public string? Table { get; }

    /// <summary>Why the message was written.</summary>
    public string Type { get; } = "";

    /// <summary>W3C trace context of the change that wrote the row, if it had one.</summary>
    public string? TraceParent { get; }

    /// <summary>When the row was written, by the database's clock; null when it does not say.</summary>
    public DateTimeOffset? OccurredAt { get; }

    /// <summary>Why the message cannot have its whole effect yet; null when it has it.</summary>
    internal Postponement? Postponement { get; private set; }

    /// <summary>The message.</summary>
    /// <param name="json">Its shape.</param>
    /// <exception cref="MalformedMessageException">When it is not of this shape.</exception>
    public T Read<T>(JsonTypeInfo<T> json)
    {
        try
        {
            return JsonSerializer.Deserialize(_payload ?? "null", json)
                ?? throw new MalformedMessageException("Column payload is missing.");
        }
        catch (JsonException exception)
        {
            throw new MalformedMessageException($"Column payload is no {typeof(T).Name}.", exception);
        }
    }

    /// <summary>Says that the message came before what it needs. It is parked and handled again; later messages do not wait.</summary>
    /// <param name="reason">What is missing, for an operator.</param>
    /// <param name="waitsFor">Key by which <see cref="ParkedMessages.ReleaseAsync"/> names what the message needs.</param>
    public void Postpone(string reason, string waitsFor) => Postponement = new(reason, waitsFor);

    /// <summary>Forgets the postponement of an earlier try.</summary>
    internal void BeginTry() => Postponement = null;

    /// <summary>Reads the envelope.</summary>
    /// <param name="body">The bytes that were delivered.</param>
    /// <exception cref="MalformedMessageException">When it is none of Debezium's envelopes.</exception>
    public static ChangeEvent Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Parse(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new MalformedMessageException("The body is no change event.", exception);
        }
    }

    private static ChangeEvent Parse(JsonElement root)
    {
        if (IsNoChange(root))
        {
            return new ChangeEvent();
        }

        var envelope = root.TryGetProperty("schema", out _) && root.TryGetProperty("payload", out var payload) ? payload : root;
        return envelope.GetProperty("op").GetString() is "c" or "r"
            ? new ChangeEvent(envelope.GetProperty("after"), Source(envelope))
            : new ChangeEvent();
    }

    /// <summary>
    /// A tombstone (Kafka's empty message after a deletion, which daprd delivers as <c>null</c>), a heartbeat, or a transaction marker.
    /// </summary>
    private static bool IsNoChange(JsonElement root) =>
        root.ValueKind == JsonValueKind.Null
        || (!root.TryGetProperty("op", out _) && root.TryGetProperty("ts_ms", out _)
            && (root.EnumerateObject().Count() == 1 || Text(root, "status") is "BEGIN" or "END"));

    private static string? Source(JsonElement envelope) =>
        envelope.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object ? Text(source, "table") : null;

    private static string? Text(JsonElement row, string column) =>
        row.TryGetProperty(column, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement row, string column) =>
        DateTimeOffset.TryParse(Text(row, column), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

/// <summary>Why a message has to wait.</summary>
/// <param name="Reason">What is missing.</param>
/// <param name="WaitsFor">Key of what is missing; null when nothing announces it.</param>
internal sealed record Postponement(string Reason, string? WaitsFor);
