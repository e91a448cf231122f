using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TicketBooking.OutboxRelay.Envelope;

/// <summary>A row as Debezium's change event, without schemas.</summary>
internal sealed class ChangeEvent(Outbox outbox, IReadOnlyList<Column> columns, TimeProvider clock)
{
    private const string KeyColumn = "aggregate_id";
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly int _key = columns.Select(column => column.Name).ToList().IndexOf(KeyColumn) is var index and >= 0
        ? index
        : throw new InvalidOperationException($"{outbox.QualifiedTable} has no column {KeyColumn}, so it is no outbox.");

    public Message Write(IReadOnlyList<string?> row, Origin origin)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteNull("before");
            WriteRow(json, row);
            WriteSource(json, origin);
            json.WriteNull("transaction");
            json.WriteString("op", origin.Snapshot ? "r" : "c");
            WriteTimes(json, clock.GetUtcNow());
            json.WriteEndObject();
        }

        return new Message(Key(row[_key] ?? ""), buffer.WrittenMemory);
    }

    /// <summary>As <c>message.key.columns</c> makes it: an object of the key's columns.</summary>
    private static string Key(string aggregateId)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString(KeyColumn, aggregateId);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteRow(Utf8JsonWriter json, IReadOnlyList<string?> row)
    {
        json.WriteStartObject("after");
        for (var index = 0; index < columns.Count; index++)
        {
            ColumnEncoding.Write(json, columns[index], row[index]);
        }

        json.WriteEndObject();
    }

    private void WriteSource(Utf8JsonWriter json, Origin origin)
    {
        json.WriteStartObject("source");
        json.WriteString("version", "embedded");
        json.WriteString("connector", "postgresql");
        json.WriteString("name", outbox.Database);
        var microseconds = Microseconds(origin.Committed);
        json.WriteNumber("ts_ms", microseconds / 1000);
        json.WriteString("snapshot", origin.Snapshot ? "true" : "false");
        json.WriteString("db", outbox.Database);
        // Debezium's pair of positions; the first, of the last commit before, is null where it is not known.
        json.WriteString("sequence", $"[null,\"{origin.Lsn}\"]");
        json.WriteNumber("ts_us", microseconds);
        json.WriteNumber("ts_ns", microseconds * 1000);
        json.WriteString("schema", outbox.Schema);
        json.WriteString("table", outbox.Table);
        if (origin.TransactionId is { } transaction)
        {
            json.WriteNumber("txId", transaction);
        }
        else
        {
            json.WriteNull("txId");
        }

        json.WriteNumber("lsn", origin.Lsn);
        json.WriteNull("xmin");
        json.WriteNull("origin");
        json.WriteNull("origin_lsn");
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, DateTimeOffset time)
    {
        var microseconds = Microseconds(time);
        json.WriteNumber("ts_ms", microseconds / 1000);
        json.WriteNumber("ts_us", microseconds);
        json.WriteNumber("ts_ns", microseconds * 1000);
    }

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
