using System.Buffers;
using System.Text.Json;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features.Map;

/// <summary>Writes the map while the seats are read, section by section and row by row as they come.</summary>
internal sealed class MapWriter : IDisposable
{
    private readonly Utf8JsonWriter _json;
    private string? _section;
    private string? _row;

    public MapWriter(IBufferWriter<byte> to, Guid eventId, long seq, EventRow row)
    {
        // Every text is the service's own or was checked when the venue was made; names are escaped all the same.
        _json = new Utf8JsonWriter(to, new JsonWriterOptions { SkipValidation = true });
        _json.WriteStartObject();
        _json.WriteString("eventId"u8, eventId);
        _json.WriteNumber("seq"u8, seq);
        _json.WriteNumber("seatCount"u8, row.SeatCount);
        _json.WriteString("currency"u8, row.Currency);
        _json.WriteStartArray("sections"u8);
    }

    public void Add(in MapSeat seat)
    {
        if (seat.Section != _section)
        {
            CloseSection();
            OpenSection(seat.Section);
        }

        if (seat.Row != _row)
        {
            CloseRow();
            OpenRow(seat.Row);
        }

        _json.WriteStartObject();
        _json.WriteString("id"u8, seat.Id);
        _json.WriteString("seatNumber"u8, seat.SeatNumber);
        _json.WriteNumber("priceMinor"u8, seat.PriceMinor);
        _json.WriteBoolean("accessible"u8, seat.Accessible);
        _json.WriteString("status"u8, seat.Status);
        _json.WriteEndObject();
    }

    public void End()
    {
        CloseSection();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    private void OpenSection(string name)
    {
        _json.WriteStartObject();
        _json.WriteString("name"u8, name);
        _json.WriteStartArray("rows"u8);
        _section = name;
    }

    private void CloseSection()
    {
        CloseRow();
        if (_section is not null)
        {
            _json.WriteEndArray();
            _json.WriteEndObject();
        }
    }

    private void OpenRow(string letters)
    {
        _json.WriteStartObject();
        _json.WriteString("row"u8, letters);
        _json.WriteStartArray("seats"u8);
        _row = letters;
    }

    private void CloseRow()
    {
        if (_row is not null)
        {
            _json.WriteEndArray();
            _json.WriteEndObject();
            _row = null;
        }
    }
}
