using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>A place in the server's log from which change data capture reads this database.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsActive">Whether a reader is connected to it.</param>
/// <param name="HeldBytes">How much of the log the server keeps for it; null when the server has thrown some of that away.</param>
internal sealed record ReplicationSlot(string Name, bool IsActive, long? HeldBytes)
{
    public static Task<List<ReplicationSlot>> ListAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => database.Command(
        """
        SELECT slot_name, active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint FROM pg_replication_slots
        WHERE database = current_database() AND NOT temporary
        """).ListAsync(
        row => new ReplicationSlot(row.GetString(0), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetInt64(2)), cancellationToken);
}
