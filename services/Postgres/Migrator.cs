using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketBooking.Postgres;

/// <summary>
/// Applies missing migrations before the service listens, each in a transaction of its own. An advisory lock prevents races between
/// instances that start together. Nothing in it has a time limit: neither the wait for another instance nor a migration of a big table.
/// </summary>
/// <param name="database">The service's database.</param>
/// <param name="migrations">In order.</param>
/// <param name="logger">Logs what was applied.</param>
public sealed partial class Migrator(NpgsqlDataSource database, IReadOnlyList<Migration> migrations, ILogger<Migrator> logger) : IHostedLifecycleService
{
    internal const string CreateJournal = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            number     int PRIMARY KEY,
            name       text NOT NULL,
            checksum   text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now())
        """;

    private const long LockKey = 0x7469636b6574; // one constant per database; any value does

    /// <summary>Brings the schema up to date.</summary>
    /// <exception cref="InvalidOperationException">An applied file was edited afterwards.</exception>
    /// <exception cref="NpgsqlException">The database refuses or cannot be reached.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            await connection.Command(ConnectionLimits.OfCommands.Sql).RunAsync(cancellationToken);
            await Unlimited(connection, "SELECT pg_advisory_lock($1)", LockKey).RunAsync(cancellationToken);
            await connection.Command(CreateJournal).RunAsync(cancellationToken);
            var applied = (await connection.Command("SELECT number, checksum FROM schema_migration")
                .ListAsync(row => (Number: row.GetInt32(0), Checksum: row.GetString(1)), cancellationToken))
                .ToDictionary(row => row.Number, row => row.Checksum);
            foreach (var migration in migrations)
            {
                await ApplyOnceAsync(connection, migration, applied, cancellationToken);
            }
        }
        finally
        {
            // The pool closes this connection, and the lock and the lack of limits with it.
            database.Clear();
        }
    }

    private async Task ApplyOnceAsync(
        NpgsqlConnection connection, Migration migration, Dictionary<int, string> applied, CancellationToken cancellationToken)
    {
        if (applied.TryGetValue(migration.Number, out var checksum))
        {
            if (checksum != migration.Checksum)
            {
                throw new InvalidOperationException($"Migration {migration.Name} was edited after it had been applied; add a new one instead.");
            }

            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Unlimited(connection, migration.Sql).RunAsync(cancellationToken);
        await RecordAsync(connection, migration, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        LogApplied(migration.Name);
    }

    private static NpgsqlCommand Unlimited(NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.Command(sql, values);
        command.CommandTimeout = 0;
        return command;
    }

    internal static Task RecordAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken) =>
        connection.Command(
            "INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)", migration.Number, migration.Name, migration.Checksum)
            .RunAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(102, LogLevel.Information, "Applied migration {Name}.")]
    private partial void LogApplied(string name);
}
