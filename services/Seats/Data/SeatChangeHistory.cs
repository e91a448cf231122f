using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>The numbered batches of changes of each event.</summary>
internal static class SeatChangeHistory
{
    private const int AtOnce = 10_000;

    private const string PruneOld = """
        DELETE FROM tbl_seat_change WHERE ctid = ANY (ARRAY (SELECT ctid FROM tbl_seat_change WHERE changed_at < now() - $1 ORDER BY changed_at LIMIT $2))
        """;

    // Finds the events that have a history by stepping through the primary key, and in it the numbers that are too low. So it reads what it
    // deletes and a row of each such event, whatever else there is. OFFSET 0 keeps the planner from joining all events.
    private const string PruneMany = """
        DELETE FROM tbl_seat_change WHERE ctid = ANY (ARRAY (
            WITH RECURSIVE active AS (
                (SELECT event_id FROM tbl_seat_change ORDER BY event_id LIMIT 1)
                UNION ALL
                SELECT (SELECT next.event_id FROM tbl_seat_change next WHERE next.event_id > active.event_id ORDER BY next.event_id LIMIT 1)
                FROM active WHERE active.event_id IS NOT NULL)
            SELECT old.ctid
            FROM (SELECT event_id, (SELECT seq FROM tbl_event WHERE id = active.event_id) - $1 AS last FROM active OFFSET 0) event
            CROSS JOIN LATERAL (
                SELECT ctid FROM tbl_seat_change WHERE event_id = event.event_id AND seq <= event.last ORDER BY seq LIMIT $2) old
            LIMIT $2))
        """;

    /// <summary>Reads the batches after a number, in order. Older ones may be missing because they were pruned.</summary>
    public static async Task<SeatFeedBatch[]> ReadBatchesAsync(
        NpgsqlTransaction transaction, Guid eventId, long after, CancellationToken cancellationToken)
    {
        var rows = await transaction.Command(
            "SELECT seq, seat_number, status FROM tbl_seat_change WHERE event_id = $1 AND seq > $2 ORDER BY seq", eventId, after)
            .ListAsync(row => (Seq: row.GetInt64(0), Change: new SeatFeedChange(row.GetString(1), row.GetString(2))), cancellationToken);
        return [.. rows.GroupBy(row => row.Seq, row => row.Change).Select(batch => new SeatFeedBatch(batch.Key, [.. batch]))];
    }

    /// <summary>Deletes what is too old, and what is more than the newest batches of its event. Each statement deletes some thousand rows.</summary>
    /// <returns>The number of rows deleted.</returns>
    public static async Task<int> PruneAsync(NpgsqlDataSource database, TimeSpan age, int batches, CancellationToken cancellationToken) =>
        await RepeatAsync(() => database.Command(PruneOld, age, AtOnce), cancellationToken)
        + await RepeatAsync(() => database.Command(PruneMany, (long)batches, AtOnce), cancellationToken);

    private static async Task<int> RepeatAsync(Func<NpgsqlCommand> some, CancellationToken cancellationToken)
    {
        var all = 0;
        int deleted;
        do
        {
            deleted = await some().RunAsync(cancellationToken);
            all += deleted;
        }
        while (deleted == AtOnce);
        return all;
    }
}
