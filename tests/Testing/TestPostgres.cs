using Npgsql;
using TicketBooking.EmbeddedPostgres;
using Xunit;

namespace TicketBooking.Testing;

/// <summary>
/// A fresh, empty database for one test class (<c>IClassFixture&lt;TestPostgres&gt;</c>), or for one test with
/// <see cref="CreateAsync"/>. All classes of an assembly share one server, started on first use; it ends with the process.
/// </summary>
public sealed class TestPostgres : IAsyncLifetime
{
    private static readonly Lazy<Task<PostgresCluster>> Server = new(() => PostgresCluster.StartTemporaryAsync());
    private static int _count;
    private NpgsqlDataSource? _dataSource;

    /// <summary>Connects as a superuser that may also replicate.</summary>
    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource DataSource => _dataSource ??= NpgsqlDataSource.Create(ConnectionString);

    /// <summary>The shared server, for tests that need several databases or logical replication.</summary>
    public static Task<PostgresCluster> ClusterAsync() => Server.Value;

    /// <summary>One more fresh database.</summary>
    public static async Task<TestPostgres> CreateAsync()
    {
        var database = new TestPostgres();
        await database.InitializeAsync();
        return database;
    }

    public async ValueTask InitializeAsync() =>
        ConnectionString = await (await Server.Value).CreateDatabaseAsync($"test_{Interlocked.Increment(ref _count)}");

    public async ValueTask DisposeAsync()
    {
        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
        }

        await using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}
