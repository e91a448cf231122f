using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>
/// The price of each section: what the next buyer of a seat pays, which is shown also while the seat is sold. An event that is older has no
/// rows until a message about it comes; then the price counts with which its seats were generated.
/// </summary>
internal static class SectionPrices
{
    /// <summary>The price of a seat of <c>s</c>. A sub-select, so that the planner looks it up by its key, whatever it knows of the table.</summary>
    public const string OfSeat = """
        coalesce((SELECT price_minor FROM tbl_section_price price WHERE price.event_id = s.event_id AND price.section = s.section), s.price_minor)
        """;

    // The event's row is locked first: so versions follow each other, and an older message that waited is found to be older.
    private const string Apply = """
        WITH newer AS MATERIALIZED (SELECT id FROM tbl_event WHERE id = $1 AND version < $2 FOR NO KEY UPDATE),
        priced AS (
            INSERT INTO tbl_section_price AS mine (event_id, section, price_minor)
            SELECT section.event_id, section.section, message.price_minor
            FROM newer
            JOIN tbl_section_count section ON section.event_id = newer.id
            JOIN unnest($3::text[], $4::bigint[]) AS message (section, price_minor) ON message.section = section.section
            ON CONFLICT (event_id, section) DO UPDATE SET price_minor = excluded.price_minor WHERE mine.price_minor <> excluded.price_minor
            RETURNING 1)
        UPDATE tbl_event SET version = $2, prices_version = CASE WHEN EXISTS (SELECT FROM priced) THEN $2 ELSE prices_version END
        WHERE id = ANY (ARRAY (SELECT id FROM newer))
        """;

    /// <summary>Stores the prices of an event's new seats.</summary>
    /// <param name="transaction">The transaction that adds the seats and their counts.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="prices">By section.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    public static Task InsertAsync(
        NpgsqlTransaction transaction, Guid eventId, (string Section, long PriceMinor)[] prices, CancellationToken cancellationToken) =>
        transaction.Command(
            "INSERT INTO tbl_section_price (event_id, section, price_minor) SELECT $1, * FROM unnest($2::text[], $3::bigint[])",
            eventId,
            Array.ConvertAll(prices, price => price.Section),
            Array.ConvertAll(prices, price => price.PriceMinor)).RunAsync(cancellationToken);

    /// <summary>
    /// Gives the seats of an event the prices of a message, all in one statement: older and repeated messages change nothing, and one that
    /// is interrupted has changed nothing. An unknown event stays unknown.
    /// </summary>
    public static Task ApplyAsync(NpgsqlDataSource database, EventMessage message, CancellationToken cancellationToken) =>
        database.Command(Apply, ValuesOf(message)).RunAsync(cancellationToken);

    /// <summary>The same, in a transaction.</summary>
    public static Task ApplyAsync(NpgsqlTransaction transaction, EventMessage message, CancellationToken cancellationToken) =>
        transaction.Command(Apply, ValuesOf(message)).RunAsync(cancellationToken);

    /// <summary>The prices by section.</summary>
    public static async Task<Dictionary<string, long>> ReadAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        (await transaction.Command("SELECT section, price_minor FROM tbl_section_price WHERE event_id = $1", eventId)
            .ListAsync(row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), cancellationToken)).ToDictionary(StringComparer.Ordinal);

    private static object[] ValuesOf(EventMessage message) =>
    [
        message.EventId,
        message.Version,
        message.Sections.Select(section => section.Name).ToArray(),
        message.Sections.Select(section => section.PriceMinor).ToArray(),
    ];
}
