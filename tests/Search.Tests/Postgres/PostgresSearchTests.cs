namespace TicketBooking.Search.Tests.Postgres;

/// <summary>The suite of searches on PostgreSQL.</summary>
public sealed class PostgresSearchTests : SearchSuite
{
    public override async ValueTask InitializeAsync() => await Search.StartAsync();

    /// <summary>It is indexed in the transaction that stores it.</summary>
    protected override Task IndexedAsync() => Task.CompletedTask;
}
