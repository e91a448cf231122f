using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using TicketBooking.Search.Engines.Elasticsearch;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>One instance's parts that keep an index, as the service puts them together, with a clock that the test moves.</summary>
internal sealed class Indexer : IAsyncDisposable
{
    private readonly DirtyEventIndexing _worker;
    private readonly IndexUpkeep _upkeep;
    private readonly NpgsqlDataSource _database;

    public Indexer(Uri address, string connectionString)
    {
        // A pool of its own, as an instance has: what dies with the instance are its connections.
        _database = NpgsqlDataSource.Create(connectionString);
        var options = new ElasticsearchOptions { Uri = address };
        var client = ElasticsearchSetup.Open(options);
        var writer = new DocumentWriter(client);
        Server = new IndexServer(client, Options.Create(options));
        Indexes = new ElasticsearchIndexes(Server, writer, _database, Clock, NullLogger<ElasticsearchIndexes>.Instance);
        _upkeep = new IndexUpkeep(Indexes, Clock, NullLogger<IndexUpkeep>.Instance);
        _worker = new DirtyEventIndexing(_database, writer, Clock, NullLogger<DirtyEventIndexing>.Instance);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public IndexServer Server { get; }

    public ElasticsearchIndexes Indexes { get; }

    /// <summary>Starts to write changes.</summary>
    public Task WorkAsync() => _worker.StartAsync(CancellationToken.None);

    /// <summary>Starts to look after the index.</summary>
    public Task KeepUpAsync() => _upkeep.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _worker.StopAsync(CancellationToken.None);
        await _upkeep.StopAsync(CancellationToken.None);
        _worker.Dispose();
        _upkeep.Dispose();
        await _database.DisposeAsync();
    }
}
