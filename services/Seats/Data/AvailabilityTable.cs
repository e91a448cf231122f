using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>Which events have counts that no message tells yet, and when the last message of each was written.</summary>
internal static class AvailabilityTable
{
    // Events without a change cost nothing: the list of changes is empty for them, and all else is looked up by key. The changes that are
    // deleted are those of the snapshot that the counts are read in, so a later one stays.
    private const string TakeDue = """
        WITH due AS MATERIALIZED (
            SELECT event_id FROM tbl_availability
            WHERE event_id = ANY (ARRAY (SELECT DISTINCT event_id FROM tbl_availability_change)) AND told_at <= now() - $1
            ORDER BY told_at
            LIMIT $2
            FOR NO KEY UPDATE SKIP LOCKED),
        told AS (UPDATE tbl_availability SET told_at = now() WHERE event_id = ANY (ARRAY (SELECT event_id FROM due))),
        told_changes AS (DELETE FROM tbl_availability_change WHERE event_id = ANY (ARRAY (SELECT event_id FROM due)))
        SELECT event.id, event.seq,
            ARRAY (SELECT section FROM tbl_section_count section WHERE section.event_id = event.id ORDER BY position),
            ARRAY (SELECT available FROM tbl_section_count section WHERE section.event_id = event.id ORDER BY position),
            ARRAY (SELECT seat_count FROM tbl_section_count section WHERE section.event_id = event.id ORDER BY position)
        FROM tbl_event event WHERE event.id = ANY (ARRAY (SELECT event_id FROM due))
        """;

    public static Task InsertAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command("INSERT INTO tbl_availability (event_id) VALUES ($1)", eventId).RunAsync(cancellationToken);

    /// <summary>Has the availability of an event told again.</summary>
    public static Task MarkAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) => transaction.Command(
        "INSERT INTO tbl_availability_change (event_id, seq) SELECT id, seq FROM tbl_event WHERE id = $1 ON CONFLICT DO NOTHING", eventId)
        .RunAsync(cancellationToken);

    /// <summary>
    /// Takes the changed events that no message has told of for a while, and returns what to tell. They are told when the transaction
    /// is committed. An event that another instance has taken is left to it.
    /// </summary>
    /// <param name="transaction">The transaction that writes the messages.</param>
    /// <param name="pause">The least time between two messages of an event.</param>
    /// <param name="limit">How many to take at most.</param>
    /// <param name="cancellationToken">Takes none.</param>
    public static Task<List<SeatsAvailabilityMessage>> TakeDueAsync(
        NpgsqlTransaction transaction, TimeSpan pause, int limit, CancellationToken cancellationToken) =>
        transaction.Command(TakeDue, pause, limit).ListAsync(Read, cancellationToken);

    private static SeatsAvailabilityMessage Read(NpgsqlDataReader row)
    {
        var (available, counts) = (row.GetFieldValue<int[]>(3), row.GetFieldValue<int[]>(4));
        return new(
            row.GetGuid(0),
            available.Sum(),
            counts.Sum(),
            [.. row.GetFieldValue<string[]>(2).Select((section, index) => new SectionAvailability(section, available[index], counts[index]))],
            row.GetInt64(1));
    }
}
