using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Data;

/// <summary>
/// A right that one instance has at a time, by PostgreSQL's advisory locks. It goes with its connection: a holder that lost the connection cannot
/// write with it any more.
/// </summary>
internal sealed class AdvisoryLock : IAsyncDisposable
{
    /// <summary>To change which indexes there are (<see cref="SearchIndexes"/>). Any values do that the migrator does not use.</summary>
    public const long Indexes = 0x736561726368;

    /// <summary>To fill an empty truth.</summary>
    public const long FirstRebuild = 0x7365617263682d31;

    private readonly long _key;

    private AdvisoryLock(NpgsqlConnection connection, long key) => (Connection, _key) = (connection, key);

    public NpgsqlConnection Connection { get; }

    /// <returns>Null when another has it.</returns>
    public static async Task<AdvisoryLock?> TryTakeAsync(NpgsqlDataSource database, long key, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            if (await connection.Command("SELECT pg_try_advisory_lock($1)", key).ScalarAsync<bool>(cancellationToken))
            {
                return new AdvisoryLock(connection, key);
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
                await Connection.Command("SELECT pg_advisory_unlock($1)", _key).RunAsync(CancellationToken.None);
            }
        }
    }
}
