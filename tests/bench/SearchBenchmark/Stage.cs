using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.EmbeddedPostgres;
using TicketBooking.Postgres;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Engines.Postgres;

namespace TicketBooking.SearchBenchmark;

/// <summary>A PostgreSQL of its own with the truth of Search, and the engine that searches it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>Messages that a delivery brings at most.</summary>
    public const int Batch = 100;

    private readonly PostgresCluster _cluster;
    private readonly SearchDatabase _search;

    private Stage(PostgresCluster cluster, string connectionString)
    {
        _cluster = cluster;
        Database = NpgsqlDataSource.Create(connectionString);
        // Slow searches are to be measured, not given up.
        _search = new SearchDatabase(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Database", connectionString)]).Build(),
            Options.Create(new SearchOptions { Timeout = TimeSpan.FromSeconds(30) }),
            NullLoggerFactory.Instance);
        Engine = new PostgresSearch(_search, Ranking.Standard);
    }

    public NpgsqlDataSource Database { get; }

    public PostgresSearch Engine { get; }

    public static async Task<Stage> StartAsync()
    {
        var cluster = await PostgresCluster.StartTemporaryAsync();
        var stage = new Stage(cluster, await cluster.CreateDatabaseAsync("search"));
        await new Migrator(stage.Database, Migration.EmbeddedIn(typeof(EventWrites).Assembly), NullLogger<Migrator>.Instance)
            .StartingAsync(CancellationToken.None);
        return stage;
    }

    /// <summary>Stores events as the subscriptions do, one delivery after the other.</summary>
    /// <returns>How long storing took; inventing the events is not counted.</returns>
    public async Task<TimeSpan> FillAsync(IEnumerable<EventDocument> events)
    {
        var clock = new Stopwatch();
        foreach (var batch in events.Chunk(Batch))
        {
            clock.Start();
            await EventWrites.ApplyAsync(Database, batch, CancellationToken.None);
            clock.Stop();
            await AvailabilityTable.ApplyAsync(
                Database, [.. batch.Select(document => new EventAvailability(document.Id, 400, 500, 1))], CancellationToken.None);
        }

        // As autovacuum would have done soon after.
        await Database.Command("VACUUM ANALYZE").RunAsync(CancellationToken.None);
        return clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await _search.DisposeAsync();
        await Database.DisposeAsync();
        await _cluster.DisposeAsync();
    }
}
