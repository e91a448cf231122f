using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.EmbeddedPostgres;

public sealed class TestPostgresTests(TestPostgres database) : IClassFixture<TestPostgres>
{
    [Fact]
    public async Task Every_database_is_empty_and_its_own()
    {
        await using var other = await TestPostgres.CreateAsync();
        await using var create = database.DataSource.CreateCommand("CREATE TABLE mine (id int)");
        await create.ExecuteNonQueryAsync();

        await using var look = other.DataSource.CreateCommand("SELECT to_regclass('mine') IS NULL");

        Assert.Equal(true, await look.ExecuteScalarAsync());
    }
}
