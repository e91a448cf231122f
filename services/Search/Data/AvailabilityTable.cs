using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Data;

/// <summary>How many seats of each event can be held.</summary>
internal static class AvailabilityTable
{
    // Seats counts anew without a new seq after a repair, so the same seq is no older.
    private const string Apply = """
        INSERT INTO tbl_availability AS a (event_id, seq, available, seat_count)
        SELECT DISTINCT ON (event_id) event_id, seq, available, seat_count
        FROM unnest($1::uuid[], $2::bigint[], $3::int[], $4::int[]) WITH ORDINALITY AS t (event_id, seq, available, seat_count, place)
        ORDER BY event_id, seq DESC, place DESC
        ON CONFLICT (event_id) DO UPDATE SET seq = excluded.seq, available = excluded.available, seat_count = excluded.seat_count
        WHERE a.seq <= excluded.seq AND (a.seq, a.available, a.seat_count) IS DISTINCT FROM (excluded.seq, excluded.available, excluded.seat_count)
        """;

    /// <summary>Stores counts, in any order and as often as they come: of each event the highest seq stays.</summary>
    /// <returns>How many events it changed.</returns>
    public static Task<int> ApplyAsync(
        NpgsqlDataSource database, IReadOnlyList<EventAvailability> counts, CancellationToken cancellationToken) =>
        database.Command(
            Apply,
            counts.Select(count => count.EventId).ToArray(),
            counts.Select(count => count.Seq).ToArray(),
            counts.Select(count => count.Available).ToArray(),
            counts.Select(count => count.SeatCount).ToArray()).RunAsync(cancellationToken);

    /// <summary>The counts of events; those without any are left out.</summary>
    public static async Task<Dictionary<Guid, EventAvailability>> FindAsync(
        NpgsqlDataSource database, Guid[] ids, CancellationToken cancellationToken) =>
        (await database.Command("SELECT event_id, available, seat_count, seq FROM tbl_availability WHERE event_id = ANY ($1)", ids)
            .ListAsync(row => new EventAvailability(row.GetGuid(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3)), cancellationToken))
        .ToDictionary(count => count.EventId);
}
