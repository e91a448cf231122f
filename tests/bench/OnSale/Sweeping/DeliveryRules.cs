using Npgsql;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>Every change that is in the write-ahead log has left it, and has been taken by all that hear it.</summary>
internal static class DeliveryRules
{
    private const string Behind =
        """
        SELECT slot_name || ' is ' || pg_wal_lsn_diff($$POSITION$$::pg_lsn, confirmed_flush_lsn) || ' bytes behind' FROM pg_replication_slots
        WHERE slot_type = 'logical' AND confirmed_flush_lsn < $$POSITION$$::pg_lsn
        """;

    private const string Pending =
        """
        SELECT o.group_id || ' has ' || count(*) || ' messages of ' || o.topic || ' to come'
        FROM pubsub_offset o JOIN pubsub_message m ON m.pubsub = o.pubsub AND m.topic = o.topic AND m.partition = o.partition AND m.position > o.position
        GROUP BY o.group_id, o.topic
        """;

    /// <summary>Where the log ends now. What is idle is confirmed some seconds later.</summary>
    public static async Task<string> PositionAsync(NpgsqlDataSource booking, CancellationToken cancellationToken) =>
        (await booking.RowsAsync("SELECT pg_current_wal_flush_lsn()::text", row => row.GetString(0), cancellationToken)).Single();

    /// <param name="booking">A database of the cluster.</param>
    /// <param name="sidecar">The embedded sidecar's database; null where there is none.</param>
    /// <param name="position">Everything before it must have left the log.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<IEnumerable<Difference>> FindAsync(
        NpgsqlDataSource booking, NpgsqlDataSource? sidecar, string position, CancellationToken cancellationToken) =>
    [
        .. await booking.DifferencesAsync("log not drained", Behind.Replace("$$POSITION$$", $"'{position}'", StringComparison.Ordinal), cancellationToken),
        .. sidecar is null ? [] : await sidecar.DifferencesAsync("message not taken", Pending, cancellationToken),
    ];
}
