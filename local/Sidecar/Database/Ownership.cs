using Npgsql;

namespace TicketBooking.Sidecar.Database;

/// <summary>
/// One sidecar process per database: dispatchers and turns are serialised in memory. A session-level advisory lock says who it is;
/// it ends with the connection, so a killed process gives way to the next one by itself.
/// </summary>
internal sealed class Ownership : IAsyncDisposable
{
    private const long LockKey = 0x5349_4445_4341_5200;
    private const int PatienceSeconds = 20;
    private readonly NpgsqlConnection _connection;

    private Ownership(NpgsqlConnection connection) => _connection = connection;

    public static async Task<Ownership> TakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = PatienceSeconds };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.Command("select pg_advisory_lock($1)", LockKey).ExecuteAsync(cancellationToken);
            return new Ownership(connection);
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException)
        {
            await connection.DisposeAsync();
            throw new InvalidOperationException($"Another sidecar process still uses database '{settings.Database}'.", e);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
