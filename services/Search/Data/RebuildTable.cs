using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Data;

/// <summary>Whether the truth was once read from the other services as a whole, and which instance may do so.</summary>
internal static class RebuildTable
{
    private const long LockKey = 0x7365617263682d31; // one constant per database; any value does

    public static async Task<bool> IsFinishedAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await database.Command("SELECT EXISTS (SELECT FROM tbl_rebuild)").ScalarAsync<bool>(cancellationToken);

    public static Task FinishAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("INSERT INTO tbl_rebuild (finished_at) VALUES (now()) ON CONFLICT (only_row) DO UPDATE SET finished_at = now()")
            .RunAsync(cancellationToken);

    /// <summary>Takes the right to read for as long as the connection is open.</summary>
    /// <returns>False when another instance has it.</returns>
    public static Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.Command("SELECT pg_try_advisory_lock($1)", LockKey).ScalarAsync<bool>(cancellationToken);

    public static Task UnlockAsync(NpgsqlConnection connection) =>
        connection.Command("SELECT pg_advisory_unlock($1)", LockKey).RunAsync(CancellationToken.None);
}
