using System.Reflection;

namespace TicketBooking.Sidecar.Database;

/// <summary>
/// Takes the database over before anything else starts. One sidecar process per database: dispatchers and turns are serialised in memory. A
/// session-level advisory lock says which; it ends with the connection, so a killed process gives way to the next one by itself. Then
/// applies the numbered SQL files that the database has not seen, each in its own transaction. Forward only.
/// </summary>
internal sealed class DatabaseOwner(SidecarOptions options, NpgsqlDataSource database) : IHostedService, IAsyncDisposable
{
    private const long LockKey = 0x5349_4445_4341_5200;
    private const int LockTimeoutSeconds = 20;

    private readonly NpgsqlConnection _lock = new(
        new NpgsqlConnectionStringBuilder(options.Postgres) { Pooling = false, CommandTimeout = LockTimeoutSeconds }.ConnectionString);

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

        await MigrateAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _lock.DisposeAsync();

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await database.Command(
            "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())")
            .RunAsync(cancellationToken);
        var applied = await database.Command("SELECT name FROM schema_migration").ListAsync(row => row.GetString(0), cancellationToken);
        var scripts = Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => char.IsAsciiDigit(name[0])).Order(StringComparer.Ordinal);
        foreach (var name in scripts.Except(applied, StringComparer.Ordinal))
        {
            using var text = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
            var script = await text.ReadToEndAsync(cancellationToken);
            await database.InTransactionAsync(
                async connection =>
                {
                    await connection.Command(script).RunAsync(cancellationToken);
                    return await connection.Command("INSERT INTO schema_migration (name) VALUES ($1)", name).RunAsync(cancellationToken);
                },
                cancellationToken);
        }
    }
}
