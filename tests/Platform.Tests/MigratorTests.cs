using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class MigratorTests : IAsyncLifetime
{
    private const long MigratorLock = 0x7469636b6574;

    private static readonly IReadOnlyList<Migration> Embedded = Migration.EmbeddedIn(typeof(MigratorTests).Assembly);
    private TestPostgres _postgres = null!;

    public async ValueTask InitializeAsync() => _postgres = await TestPostgres.CreateAsync();

    public async ValueTask DisposeAsync() => await _postgres.DisposeAsync();

    [Fact]
    public async Task Applies_every_file_once_even_when_instances_start_together()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MigrateAsync(Embedded)));

        Assert.Equal((long)Embedded.Count, await ScalarAsync("SELECT count(*) FROM schema_migration"));
        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM tbl_thing"));
    }

    [Fact]
    public async Task Refuses_an_applied_file_that_was_edited()
    {
        await MigrateAsync(Embedded);

        var edited = Embedded.Select(m => m with { Sql = m.Sql + " -- edited" }).ToList();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(edited));
        Assert.Contains("0001_first.sql", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_behind()
    {
        var broken = new Migration(Embedded.Count + 1, "0099_broken.sql", "CREATE TABLE tbl_half (id int); SELECT 1/0;");

        await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync([.. Embedded, broken]));

        Assert.Equal((long)Embedded.Count, await ScalarAsync("SELECT count(*) FROM schema_migration"));
        Assert.Equal(DBNull.Value, await ScalarAsync("SELECT to_regclass('tbl_half')::text"));
    }

    [Fact]
    public async Task Neither_the_wait_for_another_instance_nor_a_long_migration_has_a_limit_of_time()
    {
        var impatient = ConnectionLimits.OfServices with { LockWait = TimeSpan.FromMilliseconds(100), Statement = TimeSpan.FromMilliseconds(200) };
        await using var database = Databases.Open($"{_postgres.ConnectionString};Command Timeout=1", "part", NullLoggerFactory.Instance, impatient);
        await using var other = await _postgres.DataSource.OpenConnectionAsync();
        await other.Command("SELECT pg_advisory_lock($1)", MigratorLock).RunAsync(CancellationToken.None);
        var longOne = new Migration(Embedded.Count + 1, "0099_long.sql", "SELECT pg_sleep(1.5)");

        var migrating = new Migrator(database, [.. Embedded, longOne], NullLogger<Migrator>.Instance).StartingAsync(CancellationToken.None);
        await Eventually.EqualsAsync((object?)1L, () => ScalarAsync(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event = 'advisory' AND query_start < clock_timestamp() - interval '1500 ms'
            """));
        await other.Command("SELECT pg_advisory_unlock($1)", MigratorLock).RunAsync(CancellationToken.None);
        await migrating;

        Assert.Equal(Embedded.Count + 1L, await ScalarAsync("SELECT count(*) FROM schema_migration"));
        Assert.Equal("100ms", await database.Command("SELECT current_setting('lock_timeout')").ScalarAsync<string>(CancellationToken.None));
    }

    [Fact]
    public async Task Takes_over_a_journal_that_kept_names_only()
    {
        await ScalarAsync(Embedded[0].Sql);
        await ScalarAsync($"CREATE TABLE schema_migration AS SELECT '{Embedded[0].Name.Replace("0001", "001", StringComparison.Ordinal)}' AS name");
        await NamesOnlyJournal.TakeOverAsync(_postgres.DataSource, "schema_migration", Embedded, CancellationToken.None);

        await MigrateAsync(Embedded);
        await NamesOnlyJournal.TakeOverAsync(_postgres.DataSource, "schema_migration", Embedded, CancellationToken.None);

        Assert.Equal((long)Embedded.Count, await ScalarAsync("SELECT count(*) FROM schema_migration WHERE checksum <> ''"));
    }

    private async Task MigrateAsync(IReadOnlyList<Migration> migrations)
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await new Migrator(database, migrations, NullLogger<Migrator>.Instance).StartingAsync(CancellationToken.None);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _postgres.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
