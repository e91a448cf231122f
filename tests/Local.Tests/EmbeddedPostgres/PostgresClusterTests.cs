using Npgsql;
using TicketBooking.ChildProcesses;
using TicketBooking.EmbeddedPostgres;
using Xunit;

namespace TicketBooking.Local.Tests.EmbeddedPostgres;

public sealed class PostgresClusterTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ticket-booking-test-").FullName;

    [Fact]
    public async Task A_temporary_cluster_does_logical_replication_and_leaves_no_files()
    {
        var cluster = await PostgresCluster.StartTemporaryAsync();
        var database = await cluster.CreateDatabaseAsync("booking");

        Assert.Equal("logical", await ScalarAsync(database, "SHOW wal_level"));
        Assert.True(Directory.Exists(cluster.DataDirectory));
        await cluster.DisposeAsync();

        Assert.False(Directory.Exists(cluster.DataDirectory));
    }

    [Fact]
    public async Task A_second_start_finds_the_data_of_the_first()
    {
        await using (var first = await StartAsync())
        {
            await ScalarAsync(await first.CreateDatabaseAsync("booking"), "CREATE TABLE kept (id int)");
        }

        await using var second = await StartAsync();

        Assert.Equal(0L, await ScalarAsync(await second.CreateDatabaseAsync("booking"), "SELECT count(*) FROM kept"));
    }

    [Fact]
    public async Task What_was_committed_survives_a_crash()
    {
        await using (var first = await StartAsync())
        {
            await ScalarAsync(await first.CreateDatabaseAsync("booking"), "CREATE TABLE kept (id int)");
            await first.CrashAsync();
        }

        await using var second = await StartAsync();

        Assert.Equal(0L, await ScalarAsync(second.ConnectionString("booking"), "SELECT count(*) FROM kept"));
    }

    [Fact]
    public async Task A_server_that_still_runs_on_the_data_is_stopped_and_replaced()
    {
        await using var forgotten = await StartAsync();

        await using var second = await StartAsync();

        Assert.Equal(0, await forgotten.Process.Exited);
        Assert.Equal("logical", await ScalarAsync(second.ConnectionString("postgres"), "SHOW wal_level"));
    }

    [Fact]
    public async Task A_pid_file_of_another_program_is_a_leftover()
    {
        await using (await StartAsync())
        {
        }

        await using var stranger = GuardedProcess.Start(
            new ChildCommand("sleep", "600") { RunAs = Environment.IsPrivilegedProcess ? await UnixUser.FindAsync("postgres", default) : null }, _ => { });
        await File.WriteAllTextAsync(Path.Combine(_directory, "postmaster.pid"), $"{await stranger.Pid}\n{_directory}\n");

        await using var second = await StartAsync();

        Assert.False(stranger.Exited.IsCompleted);
    }

    [Fact]
    public async Task A_port_in_use_is_reported_in_the_server_s_own_words()
    {
        await using var first = await PostgresCluster.StartTemporaryAsync();

        var refusal = await Assert.ThrowsAsync<PostgresStartException>(
            () => PostgresCluster.StartAsync(new PostgresOptions(_directory) { Password = "secret", Port = first.Port }));

        Assert.Contains("Address already in use", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_is_needed()
    {
        await using var cluster = await PostgresCluster.StartTemporaryAsync();
        var wrong = new NpgsqlConnectionStringBuilder(cluster.ConnectionString("postgres")) { Password = "wrong" }.ConnectionString;

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(wrong, "SELECT 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<PostgresCluster> StartAsync() => PostgresCluster.StartAsync(new PostgresOptions(_directory) { Password = "secret" });

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
