using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>The sections of each event, from which its seats are derived.</summary>
internal static class EventLayoutTable
{
    /// <summary>Keeps the first layout: every message of an event has the same.</summary>
    public static Task AddAsync(NpgsqlTransaction transaction, SeatLayout layout, CancellationToken cancellationToken) => transaction.Command(
        """
        INSERT INTO tbl_event_layout (event_id, currency, sections) VALUES ($1, $2, $3::jsonb)
        ON CONFLICT (event_id) DO NOTHING
        """,
        layout.EventId,
        layout.Currency,
        JsonSerializer.Serialize([.. layout.Sections], ContractsJson.Default.EventSectionArray)).RunAsync(cancellationToken);

    /// <summary>Reads the layout; null for an unknown event, and for one that was stored before layouts were.</summary>
    public static Task<SeatLayout?> FindAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        database.Command("SELECT currency, sections FROM tbl_event_layout WHERE event_id = $1", eventId)
            .FirstAsync(row => Read(eventId, row), cancellationToken);

    private static SeatLayout Read(Guid eventId, NpgsqlDataReader row)
    {
        var sections = JsonSerializer.Deserialize(row.GetString(1), ContractsJson.Default.EventSectionArray);
        var (layout, refusal) = SeatLayout.Of(eventId, row.GetString(0), sections);
        return layout ?? throw new InvalidOperationException($"The stored layout of event {eventId} is impossible: {refusal}");
    }
}
