using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Data;

/// <summary>
/// The right to change which indexes there are; one instance has it. It goes with its connection: a holder that lost the connection cannot write
/// to <see cref="SearchIndexes"/> any more.
/// </summary>
internal sealed class IndexLock : IAsyncDisposable
{
    private const long Key = 0x736561726368; // one constant per database; any value that the migrator does not use

    private IndexLock(NpgsqlConnection connection) => Connection = connection;

    public NpgsqlConnection Connection { get; }

    /// <returns>Null when another has it.</returns>
    public static async Task<IndexLock?> TryTakeAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            if (await connection.Command("SELECT pg_try_advisory_lock($1)", Key).ScalarAsync<bool>(cancellationToken))
            {
                return new IndexLock(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await using (Connection)
        {
            // A pool keeps a connection open, and the lock with it. A connection that is gone has none.
            if (Connection.FullState == System.Data.ConnectionState.Open)
            {
                await Connection.Command("SELECT pg_advisory_unlock($1)", Key).RunAsync(CancellationToken.None);
            }
        }
    }
}
