using Npgsql;
using TicketBooking.ChildProcesses;

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

    /// <summary>Directory of the data. Another one than asked for when the server's user cannot reach that one (it is logged).</summary>
    public string DataDirectory => _options.DataDirectory;

    /// <summary>The server's process; it has ended only when all of its backends have.</summary>
    public GuardedProcess Process => _server.Process;

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
                options.Log("Another process took the free port first; trying another one.");
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
        await PostgresDatabase.CreateAsync(ConnectionString("postgres"), name, cancellationToken);
        return ConnectionString(name);
    }

    /// <summary>Ends the server without writing anything, as a crash would; the next start recovers what was committed.</summary>
    public Task CrashAsync() => _server.CrashAsync();

    /// <summary>Stops the server in good order: running transactions are rolled back, data is written.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
