using Npgsql;

namespace TicketBooking.Sidecar.Database;

/// <summary>
/// One sidecar process per database: dispatchers and turns are serialised in memory. A session-level advisory lock says which;
/// it ends with the connection, so a killed process gives way to the next one by itself.
/// </summary>
internal sealed class DatabaseOwner(string connectionString) : IHostedService, IAsyncDisposable
{
    private const long LockKey = 0x5349_4445_4341_5200;
    private const int PatienceSeconds = 20;

    private readonly NpgsqlConnection _connection = new(
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = PatienceSeconds }.ConnectionString);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connection.OpenAsync(cancellationToken);
            await _connection.Command("select pg_advisory_lock($1)", LockKey).ExecuteAsync(cancellationToken);
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException)
        {
            throw new InvalidOperationException($"Another sidecar process still uses database '{_connection.Database}'.", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
