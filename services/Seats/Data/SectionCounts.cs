using System.Runtime.CompilerServices;
using Npgsql;
using TicketBooking.Contracts;
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

    // One statement, so that the counts are those of the seq.
    private const string SelectAfter = """
        SELECT event.id, (SELECT sum(available) FROM tbl_section_count section WHERE section.event_id = event.id), event.seat_count, event.seq
        FROM tbl_event event WHERE event.id > $1 ORDER BY event.id LIMIT $2
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

    /// <summary>Reads the counts of the events that come after an id, row by row, in the order of ids.</summary>
    public static async IAsyncEnumerable<EventAvailability> StreamAfterAsync(
        NpgsqlDataSource database, Guid id, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Command(SelectAfter, id, limit);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            yield return new EventAvailability(row.GetGuid(0), (int)row.GetInt64(1), row.GetInt32(2), row.GetInt64(3));
        }
    }

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
