using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class MigratorTests : IAsyncLifetime
{
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
