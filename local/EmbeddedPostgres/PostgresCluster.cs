using Npgsql;

namespace TicketBooking.EmbeddedPostgres;

/// <summary>
/// A private PostgreSQL server on 127.0.0.1 with logical replication on. It stops with its owner: in good order when
/// disposed, and also when the owner is killed.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly PostgresOptions _options;
    private readonly PostgresServer _server;

    private PostgresCluster(PostgresOptions options, PostgresServer server) => (_options, _server) = (options, server);

    public int Port => _server.Port;

    /// <summary>Where the data is; not the place asked for when the server's user cannot get there (that is logged).</summary>
    public string DataDirectory => _options.DataDirectory;

    /// <summary>Process id of the server.</summary>
    public int Pid => _server.Pid;

    /// <summary>Completes with the exit code, or 128 + signal, when the server has ended for whatever reason.</summary>
    public Task<int> Exited => _server.Exited;

    /// <summary>Starts the cluster kept in the options' directory, which is created when it is new.</summary>
    /// <exception cref="PostgresNotFoundException">PostgreSQL is not installed.</exception>
    /// <exception cref="PostgresStartException">The server refused; the message has its words.</exception>
    public static async Task<PostgresCluster> StartAsync(PostgresOptions options, CancellationToken cancellationToken = default)
    {
        var binaries = PostgresBinaries.Find();
        var user = await ServerUser.ChooseAsync(cancellationToken);
        options = options with { DataDirectory = Path.GetFullPath(options.DataDirectory) };
        while (true)
        {
            try
            {
                options = await ServerUser.PrepareAsync(options, user, cancellationToken);
                await new DataDirectory(binaries, options, user).PrepareAsync(cancellationToken);
                return new PostgresCluster(options, await PostgresServer.StartAsync(binaries, options, user, cancellationToken));
            }
            catch (PostgresStartException e) when (options.Port == 0 && e.Message.Contains("Address already in use", StringComparison.Ordinal))
            {
                options.Log("Somebody else took the free port first; trying another one.");
            }
        }
    }

    /// <summary>A cluster for tests: temporary directory, free port, no fsync; deleted at the end, however that comes.</summary>
    public static Task<PostgresCluster> StartTemporaryAsync(CancellationToken cancellationToken = default) =>
        StartAsync(
            new PostgresOptions(Directory.CreateTempSubdirectory("ticket-booking-pg-").FullName) { Password = "ticketing", Durable = false },
            cancellationToken);

    /// <summary>Npgsql connection string of a database in this cluster, as the superuser.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = _options.Username,
        Password = _options.Password,
    }.ConnectionString;

    /// <summary>Creates the database unless it is there.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        return ConnectionString(name);
    }

    /// <summary>Ends the server without writing anything, as a crash would; the next start recovers what was committed.</summary>
    public Task CrashAsync() => _server.CrashAsync();

    /// <summary>Stops the server in good order: running transactions are rolled back, data is written.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
