using TicketBooking.EmbeddedPostgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.EmbeddedPostgres;

public sealed class PostgresDatabaseTests(TestPostgres database) : IClassFixture<TestPostgres>
{
    [Theory]
    [InlineData("SHOW server_encoding", "UTF8")]
    [InlineData("SELECT lower('ÀÉÎ ЖЩ')", "àéî жщ")]
    [InlineData("SELECT unaccent('Beyoncé')", "Beyonce")]
    [InlineData("SELECT unaccent('É')", "E")]
    [InlineData("SELECT to_tsvector('simple', 'Щелкунчик 東京 حفل')::text", "'щелкунчик':1 'حفل':3 '東京':2")]
    [InlineData("SELECT similarity('щелкунчик', 'щелкунчек')::numeric(3, 1)::text", "0.5")]
    [InlineData("SELECT string_agg(w, ' ' ORDER BY w) FROM unnest(ARRAY['b', 'Ä', 'a', 'Z']) w", "Z a b Ä")]
    public async Task Every_database_knows_the_letters_of_all_scripts_and_sorts_by_bytes(string sql, string expected)
    {
        await ScalarAsync("CREATE EXTENSION IF NOT EXISTS unaccent; CREATE EXTENSION IF NOT EXISTS pg_trgm");

        Assert.Equal(expected, await ScalarAsync(sql));
    }

    [Fact]
    public async Task A_server_without_the_locale_is_refused_in_words_that_help()
    {
        var refusal = await Assert.ThrowsAsync<PostgresStartException>(
            () => PostgresDatabase.CreateAsync(database.ConnectionString, "without_locale", "xx_XX.UTF-8", CancellationToken.None));

        Assert.StartsWith("Database 'without_locale' needs the locale xx_XX.UTF-8", refusal.Message, StringComparison.Ordinal);
        Assert.Null(await ScalarAsync("SELECT datname::text FROM pg_database WHERE datname = 'without_locale'"));
    }

    [Theory]
    [InlineData(15, "libc")]
    [InlineData(16, "libc")]
    [InlineData(17, "builtin BUILTIN_LOCALE 'C.UTF-8'")]
    [InlineData(18, "builtin BUILTIN_LOCALE 'C.UTF-8'")]
    public void Newer_servers_take_their_own_locale_and_all_say_what_a_letter_is(int version, string provider) => Assert.Equal(
        $"""
        CREATE DATABASE "odd""name" TEMPLATE template0 ENCODING 'UTF8'
        LOCALE_PROVIDER {provider} LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'
        """,
        PostgresDatabase.Statement("odd\"name", "C.UTF-8", new Version(version, 1)));

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
