namespace TicketBooking.Sidecar.Database;

/// <summary>
/// Takes the database over before anything else starts. One sidecar process per database: dispatchers and turns are serialised in memory. A
/// session-level advisory lock says which; it ends with the connection, so a killed process gives way to the next one by itself. Then
/// brings the schema up to date.
/// </summary>
internal sealed class DatabaseOwner(SidecarOptions options, NpgsqlDataSource database, ILogger<Migrator> logger) : IHostedService, IAsyncDisposable
{
    private const long LockKey = 0x5349_4445_4341_5200;
    private const int LockTimeoutSeconds = 20;

    private readonly NpgsqlConnection _lock = new(
        new NpgsqlConnectionStringBuilder(options.Postgres) { Pooling = false, CommandTimeout = LockTimeoutSeconds, ApplicationName = "sidecar" }
            .ConnectionString);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _lock.OpenAsync(cancellationToken);
            await _lock.Command("SELECT pg_advisory_lock($1)", LockKey).RunAsync(cancellationToken);
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException)
        {
            throw new InvalidOperationException($"Another sidecar process still uses database '{_lock.Database}'.", e);
        }

        var migrations = Migration.EmbeddedIn(typeof(DatabaseOwner).Assembly);
        await NamesOnlyJournal.TakeOverAsync(database, "schema_migration", migrations, cancellationToken);
        await new Migrator(database, migrations, logger).StartingAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _lock.DisposeAsync();
}
