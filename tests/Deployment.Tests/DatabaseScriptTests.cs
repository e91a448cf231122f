using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketBooking.ChildProcesses;
using TicketBooking.EmbeddedPostgres;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

/// <summary>Runs <c>deploy/postgres/databases.sql</c> on a new server, as its reader would, and then the services' migrations.</summary>
public sealed class DatabaseScriptTests : IAsyncLifetime
{
    private const string InsufficientPrivilege = "42501";

    /// <summary>The assembly with the migrations, by connector.</summary>
    private static readonly Dictionary<string, string> Assemblies = new() { ["event-core"] = "EventCore", ["seats"] = "Seats", ["booking"] = "Booking" };

    private static readonly string[] Roles = ["event_core", "seats", "booking", "search", "dapr_state", "debezium"];

    private PostgresCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await NewClusterAsync();
        await RunScriptAsync("databases.sql");
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Every_service_finds_its_database_and_Debezium_reads_the_outboxes_only()
    {
        foreach (var connector in Connector.All)
        {
            var database = connector["database.dbname"];
            await using (var owner = NpgsqlDataSource.Create(ConnectionString(database, database, database)))
            {
                await new Migrator(owner, Migration.EmbeddedIn(Assembly.Load(Assemblies[connector.Name])), NullLogger<Migrator>.Instance)
                    .StartingAsync(CancellationToken.None);
                Assert.True(await owner.Command(
                    """
                    SELECT pubinsert AND NOT pubupdate AND NOT pubdelete AND NOT pubtruncate AND ARRAY(
                      SELECT schemaname || '.' || tablename FROM pg_publication_tables WHERE pubname = $1) = ARRAY[$2]
                    FROM pg_publication WHERE pubname = $1
                    """,
                    connector["publication.name"], connector["table.include.list"]).ScalarAsync<bool>(CancellationToken.None));
            }

            await using var reader = NpgsqlDataSource.Create(ConnectionString(database, connector["database.user"], "debezium"));
            await reader.Command($"SELECT count(*) FROM {connector["table.include.list"]}").ScalarAsync<long>(CancellationToken.None);
            var refusal = await Assert.ThrowsAsync<PostgresException>(
                () => reader.Command("SELECT count(*) FROM tbl_parked_message").ScalarAsync<long>(CancellationToken.None));
            Assert.Equal(InsufficientPrivilege, refusal.SqlState);
            await reader.Command(connector["heartbeat.action.query"]).RunAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Every_database_of_the_run_file_is_made_with_letters_of_all_scripts()
    {
        var settings = RunFileTests.Apps(YamlFile.Read("dapr.yaml"))
            .Select(app => (string?)app["env"]?["ConnectionStrings__Database"]).OfType<string>()
            .Select(text => new NpgsqlConnectionStringBuilder(text) { Port = _cluster.Port }.ConnectionString)
            .Append(ConnectionString("dapr_state", "dapr_state", "dapr_state"));

        foreach (var connectionString in settings)
        {
            await using var database = NpgsqlDataSource.Create(connectionString);
            Assert.Equal("ж", await database.Command("SELECT lower('Ж')").ScalarAsync<string>(CancellationToken.None));
            await database.Command("CREATE TABLE tbl_probe (id int)").RunAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_database_lets_in_its_owner_and_of_the_others_only_Debezium()
    {
        string[] databases = [.. Roles.Where(role => role != "debezium")];
        var allowed = new List<string>();
        foreach (var (database, role) in databases.SelectMany(database => Roles.Select(role => (database, role))))
        {
            await using var connection = new NpgsqlConnection(ConnectionString(database, role, role) + ";Pooling=false");
            try
            {
                await connection.OpenAsync();
                allowed.Add($"{role} in {database}");
            }
            catch (PostgresException refusal)
            {
                Assert.Equal(InsufficientPrivilege, refusal.SqlState);
            }
        }

        Assert.Equal(
            [.. databases.Select(database => $"{database} in {database}").Concat(Connector.All.Select(connector => $"debezium in {connector["database.dbname"]}")).Order()],
            allowed.Order());
    }

    [Fact]
    public async Task Compose_gives_each_role_the_password_of_its_environment()
    {
        await using var cluster = await NewClusterAsync();
        var development = EnvFile.Read("deploy/compose/development.env");
        var output = new List<string>();
        await using var script = GuardedProcess.Start(
            new ChildCommand("bash", Repository.PathTo("deploy/compose/postgres/databases.sh"))
            {
                Environment = new Dictionary<string, string?>(development.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
                {
                    ["PGHOST"] = "127.0.0.1", ["PGPORT"] = $"{cluster.Port}", ["PGPASSWORD"] = "postgres",
                    ["DATABASE_SCRIPTS"] = Repository.PathTo("deploy/postgres"),
                    ["SEATS_PASSWORD"] = "it's \"another\"",
                },
            },
            output.Add);
        Assert.True(await script.Exited == 0, string.Join('\n', output));

        await OpenAsync(cluster, "seats", "it's \"another\"");
        await OpenAsync(cluster, "stripe_simulator", development["STRIPE_SIMULATOR_PASSWORD"]);
    }

    [Fact]
    public async Task The_relay_may_read_the_log_as_the_owners_of_the_outboxes()
    {
        await RunScriptAsync("relay.sql");

        await using var database = NpgsqlDataSource.Create(ConnectionString("postgres", "postgres", "postgres"));
        Assert.Equal(
            [.. Connector.All.Select(connector => connector["database.dbname"]).Append("debezium").Append("postgres").Order()],
            (await database.Command("SELECT rolname::text FROM pg_roles WHERE rolreplication").ListAsync(row => row.GetString(0), CancellationToken.None)).Order());
    }

    private static Task<PostgresCluster> NewClusterAsync() => PostgresCluster.StartAsync(
        new PostgresOptions(Directory.CreateTempSubdirectory("ticket-booking-pg-").FullName) { Username = "postgres", Password = "postgres", Durable = false });

    /// <summary>Opens the database of a role.</summary>
    private static async Task OpenAsync(PostgresCluster cluster, string role, string password)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = cluster.Port, Database = role, Username = role, Password = password };
        await using var connection = new NpgsqlConnection(settings.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
    }

    /// <summary>As the comment at the head of the script says; each role's password is its name.</summary>
    private async Task RunScriptAsync(string script)
    {
        var output = new List<string>();
        await using var psql = GuardedProcess.Start(
            new ChildCommand(
                "psql",
                ["-X", "-h", "127.0.0.1", "-p", $"{_cluster.Port}", "-U", "postgres",
                 .. Roles.SelectMany(role => new[] { "-v", $"{role}={role}" }), "-f", Repository.PathTo($"deploy/postgres/{script}")])
            {
                Environment = new Dictionary<string, string?> { ["PGPASSWORD"] = "postgres" },
            },
            output.Add);
        Assert.True(await psql.Exited == 0, string.Join('\n', output));
    }

    private string ConnectionString(string database, string user, string password) =>
        $"Host=127.0.0.1;Port={_cluster.Port};Database={database};Username={user};Password={password}";
}
