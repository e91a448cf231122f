using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>The numbered batches of changes of each event.</summary>
internal static class SeatChangeHistory
{
    private const string NumberBatch = """
        WITH tick AS (UPDATE tbl_event SET seq = seq + 1 WHERE id = $1 RETURNING seq),
        kept AS (
            INSERT INTO tbl_seat_change (event_id, seq, seat_number, status)
            SELECT $1, tick.seq, change.seat_number, change.status
            FROM tick, unnest($2::text[], $3::text[]) AS change (seat_number, status))
        SELECT seq FROM tick
        """;

    private const string Prune = """
        DELETE FROM tbl_seat_change change USING tbl_event event
        WHERE event.id = change.event_id AND (change.changed_at < now() - $1 OR change.seq <= event.seq - $2)
        """;

    /// <summary>Stores the changes under the event's next number. The event stays locked until the transaction ends.</summary>
    /// <returns>The number.</returns>
    public static Task<long> AppendBatchAsync(
        NpgsqlTransaction transaction, Guid eventId, SeatFeedChange[] changes, CancellationToken cancellationToken) =>
        transaction.Command(
            NumberBatch,
            eventId,
            Array.ConvertAll(changes, change => change.SeatNumber),
            Array.ConvertAll(changes, change => change.Status)).FirstAsync(row => row.GetInt64(0), cancellationToken);

    /// <summary>Reads the batches after a number, in order. Older ones may be missing because they were pruned.</summary>
    public static async Task<SeatFeedBatch[]> ReadBatchesAsync(
        NpgsqlTransaction transaction, Guid eventId, long after, CancellationToken cancellationToken)
    {
        var rows = await transaction.Command(
            "SELECT seq, seat_number, status FROM tbl_seat_change WHERE event_id = $1 AND seq > $2 ORDER BY seq", eventId, after)
            .ListAsync(row => (Seq: row.GetInt64(0), Change: new SeatFeedChange(row.GetString(1), row.GetString(2))), cancellationToken);
        return [.. rows.GroupBy(row => row.Seq, row => row.Change).Select(batch => new SeatFeedBatch(batch.Key, [.. batch]))];
    }

    /// <summary>Deletes what is too old, and what is more than the newest batches of its event.</summary>
    /// <returns>The number of rows deleted.</returns>
    public static Task<int> PruneAsync(
        NpgsqlDataSource database, TimeSpan age, int batches, CancellationToken cancellationToken) =>
        database.Command(Prune, age, (long)batches).RunAsync(cancellationToken);
}
