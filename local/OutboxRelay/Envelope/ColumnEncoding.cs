using System.Text.Json;

namespace TicketBooking.OutboxRelay.Envelope;

/// <summary>Writes PostgreSQL's types as JSON as Debezium does, from their text form.</summary>
internal static class ColumnEncoding
{
    private const uint Boolean = 16;
    private const uint Bigint = 20;
    private const uint Smallint = 21;
    private const uint Integer = 23;
    private const uint TimestampWithTimeZone = 1184;
    private const int FractionDigits = 6;

    public static void Write(Utf8JsonWriter json, Column column, string? text)
    {
        json.WritePropertyName(column.Name);
        switch (column.Type)
        {
            case var _ when text is null:
                json.WriteNullValue();
                break;
            case Boolean:
                json.WriteBooleanValue(text is "t" or "true");
                break;
            case Bigint or Smallint or Integer:
                json.WriteRawValue(text);
                break;
            case TimestampWithTimeZone:
                json.WriteStringValue(IsoTime(text));
                break;
            default:
                // uuid and text as they are; jsonb stays text inside a string.
                json.WriteStringValue(text);
                break;
        }
    }

    /// <summary>
    /// <c>2026-11-21 19:00:00.5+00</c> as <c>2026-11-21T19:00:00.500000Z</c>, always with six digits; the session's time zone is UTC.
    /// </summary>
    private static string IsoTime(string text)
    {
        if (!text.EndsWith("+00", StringComparison.Ordinal))
        {
            return text;
        }

        var parts = text[..^3].Replace(' ', 'T').Split('.');
        return $"{parts[0]}.{(parts.Length > 1 ? parts[1] : "").PadRight(FractionDigits, '0')}Z";
    }
}
