using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>The sections of an event with their prices.</summary>
/// <param name="Layout">From which its seats are derived. Only its prices change.</param>
/// <param name="PricesVersion">The version of the event that gave it its prices.</param>
internal sealed record StoredLayout(SeatLayout Layout, long PricesVersion);

/// <summary>The layout of each event. Call <see cref="EventRulesTable.ApplyAsync"/> before: it locks the event's row and keeps its highest version.</summary>
internal static class EventLayoutTable
{
    // A layout of the highest version only: an older message may be the first that comes after the rules, and has old prices.
    private const string Add = """
        INSERT INTO tbl_event_layout (event_id, currency, sections, version)
        SELECT $1, $2, $3::jsonb, $4 WHERE NOT EXISTS (SELECT FROM tbl_event_rules WHERE event_id = $1 AND version > $4)
        ON CONFLICT (event_id) DO NOTHING
        """;

    private const string Reprice = """
        UPDATE tbl_event_layout layout SET sections = priced.sections, version = $2
        FROM (
          SELECT jsonb_agg(
            kept.section || jsonb_build_object('priceMinor', coalesce(said.section, kept.section) -> 'priceMinor') ORDER BY kept.place) AS sections
          FROM tbl_event_layout
          CROSS JOIN jsonb_array_elements(sections) WITH ORDINALITY AS kept (section, place)
          LEFT JOIN jsonb_array_elements($3::jsonb) AS said (section) ON said.section ->> 'name' = kept.section ->> 'name'
          WHERE event_id = $1) priced
        WHERE layout.event_id = $1 AND layout.version < $2 AND layout.sections <> priced.sections
          AND EXISTS (SELECT FROM tbl_event_rules WHERE event_id = $1 AND version = $2)
        """;

    /// <summary>Keeps the first layout, and in it the prices of the highest version: older and repeated messages change nothing.</summary>
    public static async Task ApplyAsync(
        NpgsqlTransaction transaction, SeatLayout layout, long version, CancellationToken cancellationToken)
    {
        var sections = JsonSerializer.Serialize([.. layout.Sections], ContractsJson.Default.EventSectionArray);
        await transaction.Command(Add, layout.EventId, layout.Currency, sections, version).RunAsync(cancellationToken);
        await transaction.Command(Reprice, layout.EventId, version, sections).RunAsync(cancellationToken);
    }

    /// <summary>Reads the layout; null for an unknown event, and for one that was stored before layouts were.</summary>
    public static Task<StoredLayout?> FindAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        database.Command("SELECT currency, sections, version FROM tbl_event_layout WHERE event_id = $1", eventId)
            .FirstAsync(row => Read(eventId, row), cancellationToken);

    private static StoredLayout Read(Guid eventId, NpgsqlDataReader row)
    {
        var sections = JsonSerializer.Deserialize(row.GetString(1), ContractsJson.Default.EventSectionArray);
        var (layout, refusal) = SeatLayout.Of(eventId, row.GetString(0), sections);
        return layout is null
            ? throw new InvalidOperationException($"The stored layout of event {eventId} is impossible: {refusal}")
            : new StoredLayout(layout, row.GetInt64(2));
    }
}
