using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>The counts of each section. <see cref="SeatProjection"/> keeps them; here is what starts and reads them.</summary>
internal static class SectionCounts
{
    private const string Insert = """
        INSERT INTO tbl_section_count (event_id, section, position, seat_count, available)
        SELECT $1, section, position - 1, seat_count, seat_count
        FROM unnest($2::text[], $3::int[]) WITH ORDINALITY AS new (section, seat_count, position)
        """;

    /// <summary>Stores the counts of an event whose seats are all available.</summary>
    /// <param name="transaction">The transaction that adds the seats.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="sections">In the venue's order.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    public static Task InsertAsync(
        NpgsqlTransaction transaction, Guid eventId, IReadOnlyCollection<(string Section, int SeatCount)> sections, CancellationToken cancellationToken) =>
        transaction.Command(
            Insert,
            eventId,
            sections.Select(section => section.Section).ToArray(),
            sections.Select(section => section.SeatCount).ToArray()).RunAsync(cancellationToken);

    /// <summary>How many seats of an event are available; null when there is no such event.</summary>
    public static Task<long?> FindAvailableAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        database.Command("SELECT sum(available) FROM tbl_section_count WHERE event_id = $1", eventId).ScalarAsync<long?>(cancellationToken);

    /// <summary>
    /// Counts the available seats of an event anew. The rows are locked first: a change of seats that is not committed yet adds what it changed
    /// afterwards.
    /// </summary>
    public static async Task RecountAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        await transaction.Command("SELECT 1 FROM tbl_section_count WHERE event_id = $1 ORDER BY section FOR UPDATE", eventId).RunAsync(cancellationToken);
        await transaction.Command(
            """
            UPDATE tbl_section_count section SET available = counted.available
            FROM (SELECT section, count(*) FILTER (WHERE status = 'AVAILABLE') AS available FROM tbl_seat WHERE event_id = $1 GROUP BY section) counted
            WHERE section.event_id = $1 AND section.section = counted.section AND section.available <> counted.available
            """,
            eventId).RunAsync(cancellationToken);
    }
}
