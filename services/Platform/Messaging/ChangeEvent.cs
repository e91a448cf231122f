using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace TicketBooking.Platform;

/// <summary>
/// A row of an outbox table as Debezium sends it: <c>{before, after, op, source, ts_ms}</c>, schemas off, jsonb as a string holding JSON.
/// Handlers take it as a parameter; <see cref="Subscriptions.MapSubscriptions"/> says what happens to one that cannot be read.
/// </summary>
public sealed class ChangeEvent
{
    private readonly string? _payload;

    private ChangeEvent(JsonElement row)
    {
        IsMessage = true;
        Type = Text(row, "type") ?? throw new MalformedMessageException("Column type is missing.");
        TraceParent = Text(row, "traceparent");
        OccurredAt = Time(row, "occurred_at");
        _payload = Text(row, "payload");
    }

    private ChangeEvent(MalformedMessageException? error) => Error = error;

    /// <summary>Why the delivery is no change event of an outbox row; the subscription group answers for the handler then.</summary>
    public MalformedMessageException? Error { get; }

    /// <summary>Whether the row is a message: inserted (<c>c</c>), or there before capture began (<c>r</c>).</summary>
    public bool IsMessage { get; }

    /// <summary>Why the message was written.</summary>
    public string Type { get; } = "";

    /// <summary>W3C trace context of the change that wrote the row, if it had one.</summary>
    public string? TraceParent { get; }

    /// <summary>When the row was written, by the database's clock; null when it does not say.</summary>
    public DateTimeOffset? OccurredAt { get; }

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

    /// <summary>Reads the envelope.</summary>
    /// <param name="body">The bytes that were delivered.</param>
    /// <exception cref="MalformedMessageException">When it is no change event of a row.</exception>
    public static ChangeEvent Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Null)
            {
                // A tombstone: Kafka's empty message after a deletion, which daprd delivers as these four letters.
                return new ChangeEvent(error: null);
            }

            return document.RootElement.GetProperty("op").GetString() is "c" or "r"
                ? new ChangeEvent(document.RootElement.GetProperty("after"))
                : new ChangeEvent(error: null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new MalformedMessageException("The body is no change event.", exception);
        }
    }

    /// <summary>Called by the framework to bind a handler's parameter. Never throws for what was sent: see <see cref="Error"/>.</summary>
    /// <param name="context">The delivery.</param>
    public static async ValueTask<ChangeEvent?> BindAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        try
        {
            return Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        catch (MalformedMessageException exception)
        {
            return new ChangeEvent(exception);
        }
    }

    private static string? Text(JsonElement row, string column) =>
        row.TryGetProperty(column, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement row, string column) =>
        DateTimeOffset.TryParse(Text(row, column), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
