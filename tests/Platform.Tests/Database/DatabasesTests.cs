using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Database;

public sealed class DatabasesTests(TestPostgres postgres) : IClassFixture<TestPostgres>
{
    [Fact]
    public async Task A_connection_has_its_limits_again_when_it_comes_from_the_pool()
    {
        await using var database = Open(ConnectionLimits.OfServices);

        var first = await LimitsAsync(database);
        var second = await LimitsAsync(database);

        Assert.Equal("3s 25s 10s 15 5", first[..first.LastIndexOf(' ')]);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_command_has_no_limit_but_that_of_standing_still_in_a_transaction()
    {
        await using var database = Open(ConnectionLimits.OfCommands);

        Assert.StartsWith("0 0 10s ", await LimitsAsync(database), StringComparison.Ordinal);
        Assert.Equal(0, new NpgsqlConnectionStringBuilder(database.ConnectionString).CommandTimeout);
    }

    [Theory]
    [InlineData("3s", "--urls", "http://127.0.0.1:0")]
    [InlineData("0", "messages", "list")]
    public async Task A_process_that_runs_a_command_is_not_hurried(string lockTimeout, params string[] args)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:Database"] = postgres.ConnectionString;
        builder.AddDatabase(typeof(DatabasesTests).Assembly, args);
        await using var app = builder.Build();

        var database = app.Services.GetRequiredService<NpgsqlDataSource>();

        Assert.Equal(lockTimeout, await database.Command("SELECT current_setting('lock_timeout')").ScalarAsync<string>(CancellationToken.None));
    }

    [Theory]
    [InlineData("Host=here", 20, "part")]
    [InlineData("Host=here;Maximum Pool Size=7;Application Name=mine", 7, "mine")]
    [InlineData("Host=here;Maximum Pool Size=100", 100, "part")]
    public void A_pool_has_twenty_connections_unless_its_connection_string_says_otherwise(string connectionString, int most, string name)
    {
        var settings = new NpgsqlConnectionStringBuilder(Databases.Settings(connectionString, "part"));

        Assert.Equal(("here", most, name, 5), (settings.Host, settings.MaxPoolSize, settings.ApplicationName, settings.Timeout));
        Assert.Equal((15, 5), (settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval));
    }

    [Fact]
    public async Task What_was_not_committed_is_undone_when_its_connection_goes_back()
    {
        await using var database = Open(ConnectionLimits.OfServices);
        await database.Command("CREATE TABLE tbl_undone (id int PRIMARY KEY)").RunAsync(CancellationToken.None);
        await using (var connection = await database.OpenConnectionAsync())
        {
            await connection.Command("BEGIN").RunAsync(CancellationToken.None);
            await connection.Command("INSERT INTO tbl_undone VALUES (1)").RunAsync(CancellationToken.None);
        }

        Assert.Equal(0, await database.Command("SELECT count(*) FROM tbl_undone").ScalarAsync<long>(CancellationToken.None));
    }

    [Fact]
    public async Task The_server_ends_a_transaction_that_is_left_idle_and_frees_what_it_locked()
    {
        await using var database = Open(ConnectionLimits.OfServices with { IdleInTransaction = TimeSpan.FromSeconds(1) });
        await postgres.DataSource.Command("CREATE TABLE tbl_idle (id int PRIMARY KEY)").RunAsync(CancellationToken.None);
        await using var connection = await database.OpenConnectionAsync();
        await using var idle = await connection.BeginTransactionAsync();
        await idle.Command("INSERT INTO tbl_idle VALUES (1)").RunAsync(CancellationToken.None);

        // Waits for the same key, without a limit of its own.
        await postgres.DataSource.Command("INSERT INTO tbl_idle VALUES (1)").RunAsync(CancellationToken.None);

        var failure = await Assert.ThrowsAnyAsync<NpgsqlException>(() => idle.Command("SELECT 1").RunAsync(CancellationToken.None));
        Assert.True(failure.IsTimeout() || failure.IsDatabaseAway(), failure.ToString());
    }

    private NpgsqlDataSource Open(ConnectionLimits limits) =>
        Databases.Open($"{postgres.ConnectionString};Maximum Pool Size=1", "part", NullLoggerFactory.Instance, limits);

    /// <summary>The limits, and the process of the server that has them.</summary>
    private static async Task<string> LimitsAsync(NpgsqlDataSource database) => (await database.Command(
        """
        SELECT concat_ws(' ', current_setting('lock_timeout'), current_setting('statement_timeout'),
          current_setting('idle_in_transaction_session_timeout'), current_setting('tcp_keepalives_idle'),
          current_setting('tcp_keepalives_interval'), pg_backend_pid())
        """).ScalarAsync<string>(CancellationToken.None))!;
}
