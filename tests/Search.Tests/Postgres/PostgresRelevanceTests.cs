using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TicketBooking.Postgres;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Engines.Postgres;
using TicketBooking.Search.Tests.Relevance;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests.Postgres;

/// <summary>The judged list on PostgreSQL.</summary>
public sealed class PostgresRelevanceTests(ITestOutputHelper output) : RelevanceTests(output), IAsyncLifetime
{
    private readonly TestPostgres _database = new();
    private SearchDatabase? _search;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await new Migrator(
            _database.DataSource, Migration.EmbeddedIn(typeof(SearchDatabase).Assembly), NullLogger<Migrator>.Instance).StartingAsync(CancellationToken.None);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("ConnectionStrings:Database", _database.ConnectionString)]).Build();
        _search = new SearchDatabase(configuration, Options.Create(new SearchOptions()), NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _search!.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Fields_that_count_the_same_and_accents_that_stay_are_worse()
    {
        var list = RelevanceList.Read();
        var engine = await FillAsync([.. list.Events.Values]);
        var asShipped = await MeasureAsync(engine, list);

        await SqlAsync("UPDATE tbl_event SET head = document");
        var withoutBoosts = await MeasureAsync(new PostgresSearch(_search!, Ranking.None), list);

        await SqlAsync("""
            CREATE OR REPLACE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT lower($1) $$;
            TRUNCATE tbl_event, tbl_word
            """);
        var withoutFolding = await MeasureAsync(await FillAsync([.. list.Events.Values]), list);

        Output.WriteLine($"{asShipped:0.000}, without boosts {withoutBoosts:0.000}, without folding {withoutFolding:0.000}");
        Assert.True(withoutBoosts < asShipped - 0.01, $"{asShipped:0.000}, without boosts {withoutBoosts:0.000}");
        Assert.True(withoutFolding < asShipped - 0.01, $"{asShipped:0.000}, without folding {withoutFolding:0.000}");
    }

    private protected override async Task<ISearchEngine> FillAsync(IReadOnlyList<EventDocument> events)
    {
        foreach (var batch in events.Chunk(500))
        {
            await EventWrites.ApplyAsync(_database.DataSource, batch, CancellationToken.None);
        }

        return new PostgresSearch(_search!, Ranking.Standard);
    }

    private async Task SqlAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
