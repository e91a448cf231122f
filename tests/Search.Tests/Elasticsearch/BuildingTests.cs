using TicketBooking.Postgres;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Engines.Elasticsearch;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>One whole index serves, whatever ends in the middle.</summary>
public sealed class BuildingTests : IAsyncLifetime
{
    private readonly List<Indexer> _indexers = [];
    private FakeElasticsearch _server = null!;
    private Truth _truth = null!;

    /// <summary>A step, whether it has its effect, and whether another index serves meanwhile; only a rebuild deletes.</summary>
    public static TheoryData<string, bool, bool> EndsInSteps =>
    [
        .. from step in (string[])["_index_template", "PUT", "_bulk", "_refresh", "_aliases"]
           from hasEffect in (bool[])[false, true]
           from isRebuild in (bool[])[false, true]
           select (step, hasEffect, isRebuild),
        ("DELETE", false, true),
        ("DELETE", true, true),
    ];

    public async ValueTask InitializeAsync() => (_server, _truth) = (await FakeElasticsearch.StartAsync(), await Truth.CreateAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var indexer in _indexers)
        {
            await indexer.DisposeAsync();
        }

        await _server.DisposeAsync();
        await _truth.DisposeAsync();
    }

    [Fact]
    public async Task The_first_start_builds_an_index_with_everything_and_the_next_does_nothing()
    {
        await _truth.ChangeAsync(Truth.NewIds(1100));
        var indexer = NewIndexer();
        await indexer.Indexes.EnsureAsync(CancellationToken.None);
        await OneWholeIndexServesAsync();

        _server.Requests.Clear();
        await NewIndexer().Indexes.EnsureAsync(CancellationToken.None);
        Assert.Equal(["_alias"], _server.Requests.Select(request => request.Step));
    }

    [Fact]
    public async Task A_rebuild_serves_the_old_index_until_the_new_one_is_whole_and_deletes_it_then()
    {
        await _truth.ChangeAsync(Truth.NewIds(600));
        var indexer = NewIndexer();
        await indexer.Indexes.EnsureAsync(CancellationToken.None);
        var old = _server.Serving;
        var servingMeanwhile = new HashSet<string?>();
        _server.Before = request =>
        {
            servingMeanwhile.Add(request.Step == "DELETE" ? old : _server.Serving);
            return Task.FromResult<int?>(null);
        };

        await indexer.Indexes.RebuildAsync(CancellationToken.None);

        Assert.Equal([old], servingMeanwhile);
        Assert.NotEqual(old, _server.Serving);
        await OneWholeIndexServesAsync();
    }

    [Fact]
    public async Task Changes_while_an_index_is_built_are_in_it()
    {
        var ids = Truth.NewIds(1500);
        await _truth.ChangeAsync(ids);
        var (builder, worker) = (NewIndexer(), NewIndexer());
        await builder.Indexes.EnsureAsync(CancellationToken.None);
        await worker.WorkAsync();
        // Before each step of the build something changes: in pages that are filled already, and in pages that are not yet.
        var step = 0;
        _server.Before = async request =>
        {
            var at = Interlocked.Increment(ref step);
            if (at < 12)
            {
                await _truth.ChangeAsync(ids[at], ids[700 + at], ids[1400 + at], Guid.CreateVersion7());
            }

            return null;
        };

        await builder.Indexes.RebuildAsync(CancellationToken.None);

        await OneWholeIndexServesAsync();
    }

    [Fact]
    public async Task An_event_leased_before_the_index_was_told_of_is_in_the_fill()
    {
        var ids = Truth.NewIds(10);
        await _truth.ChangeAsync(ids);
        var (builder, worker) = (NewIndexer(), NewIndexer());
        await builder.Indexes.EnsureAsync(CancellationToken.None);
        await _truth.Database.Command("DELETE FROM tbl_dirty_event").RunAsync(CancellationToken.None);
        var (isAtIt, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var old = _server.Serving!;
        _server.Before = async request =>
        {
            // The worker has read which indexes there are, and writes to the old one only.
            if (request.Step == "_bulk" && request.Target.Contains(old, StringComparison.Ordinal))
            {
                isAtIt.TrySetResult();
                await goOn.Task;
            }

            return null;
        };
        await _truth.ChangeAsync(ids[3]);
        await worker.WorkAsync();
        await isAtIt.Task;

        await builder.Indexes.RebuildAsync(CancellationToken.None);
        goOn.SetResult();

        await OneWholeIndexServesAsync();
    }

    [Fact]
    public async Task An_event_that_changes_after_its_page_was_filled_is_written_to_the_new_index_too()
    {
        var ids = Truth.NewIds(10);
        await _truth.ChangeAsync(ids);
        var (builder, worker) = (NewIndexer(), NewIndexer());
        await builder.Indexes.EnsureAsync(CancellationToken.None);
        var (isFilled, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Before = async request =>
        {
            if (request.Step == "_refresh")
            {
                isFilled.SetResult();
                await goOn.Task;
            }

            return null;
        };
        // The worker waits in its lease while the new index is told of and filled; then something changes, and the lease goes on.
        await using var connection = await _truth.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await transaction.Command("LOCK TABLE tbl_dirty_event IN SHARE MODE").RunAsync(CancellationToken.None);
        await worker.WorkAsync();
        await UntilAsync(() => _truth.Database.Command("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'tbl_dirty_event'::regclass)")
            .ScalarAsync<bool>(CancellationToken.None));
        var rebuild = builder.Indexes.RebuildAsync(CancellationToken.None);
        await isFilled.Task;
        await transaction.Command(Truth.Change, new[] { ids[3] }, "CANCELLED").RunAsync(CancellationToken.None);
        await transaction.CommitAsync();
        await UntilAsync(async () => await _truth.CountDirtyAsync() == 0);
        goOn.SetResult();
        await rebuild;

        await OneWholeIndexServesAsync();
    }

    [Fact]
    public async Task An_index_that_the_server_lost_is_built_again_by_itself()
    {
        var ids = Truth.NewIds(10);
        await _truth.ChangeAsync(ids);
        var indexer = NewIndexer();
        await indexer.KeepUpAsync();
        await indexer.WorkAsync();
        await OneWholeIndexServesAsync();

        var lost = _server.Serving!;
        _server.Lose(lost);
        await _truth.ChangeAsync(ids[0], Guid.CreateVersion7());

        await UntilAsync(() => Task.FromResult(_server.Serving is { } serving && serving != lost));
        await OneWholeIndexServesAsync();
    }

    [Fact]
    public async Task An_index_of_an_older_mapping_is_replaced()
    {
        await _truth.ChangeAsync(Truth.NewIds(10));
        await using var http = new TemporaryClient(_server.Address);
        await http.PutAsync("/events-0-20250101000000000", """{"aliases":{"events-0-20250101000000000-write":{},"events":{}}}""");
        await _truth.Database.Command("INSERT INTO tbl_search_index VALUES ('events-0-20250101000000000', true)").RunAsync(CancellationToken.None);

        await NewIndexer().Indexes.EnsureAsync(CancellationToken.None);

        Assert.Equal(EventMapping.Version, IndexServer.MappingVersion(_server.Serving!));
        await OneWholeIndexServesAsync();
    }

    [Fact]
    public async Task Of_several_instances_one_builds()
    {
        await _truth.ChangeAsync(Truth.NewIds(1200));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => NewIndexer().Indexes.EnsureAsync(CancellationToken.None)));

        Assert.Single(_server.Requests, request => request.Step == "PUT");
        await OneWholeIndexServesAsync();
    }

    [Fact]
    public async Task A_fill_waits_for_a_server_that_is_busy_and_leaves_refused_documents_to_the_worker()
    {
        var ids = Truth.NewIds(20);
        await _truth.ChangeAsync(ids);
        await _truth.Database.Command("DELETE FROM tbl_dirty_event").RunAsync(CancellationToken.None);
        var bulks = 0;
        _server.Before = request => Task.FromResult<int?>(request.Step == "_bulk" && Interlocked.Increment(ref bulks) <= 2 ? 429 : null);
        _server.RefuseItem = id => id == ids[5] ? 400 : id == ids[6] && bulks < 5 ? 503 : null;
        var indexer = NewIndexer();

        var build = indexer.Indexes.EnsureAsync(CancellationToken.None);
        await UntilAsync(() => Task.FromResult(build.IsCompleted));
        await build;

        Assert.Equal(5, bulks);
        Assert.Equal(19, _server.DocumentsOf(_server.Serving).Count);
        Assert.Equal(1, await _truth.CountDirtyAsync());
    }

    /// <summary>An instance ends before a request has its effect, or after it and before the answer.</summary>
    [Theory]
    [MemberData(nameof(EndsInSteps))]
    public async Task After_an_instance_ended_in_a_step_the_next_one_goes_on(string step, bool hasEffect, bool isRebuild)
    {
        await _truth.ChangeAsync(Truth.NewIds(700));
        if (isRebuild)
        {
            await NewIndexer().Indexes.EnsureAsync(CancellationToken.None);
        }

        using var end = new CancellationTokenSource();
        var first = NewIndexer();
        _server.Before = async request => request.Step == step && !hasEffect && await EndAsync(end) ? 0 : null;
        _server.After = async request => request.Step == step && hasEffect && await EndAsync(end);
        var build = isRebuild ? first.Indexes.RebuildAsync(end.Token) : first.Indexes.EnsureAsync(end.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => build);
        (_server.Before, _server.After) = (_ => Task.FromResult<int?>(null), _ => Task.FromResult(false));
        await _truth.ChangeAsync(Truth.NewIds(3));

        var next = NewIndexer();
        await next.WorkAsync();
        await next.KeepUpAsync();

        await OneWholeIndexServesAsync();
    }

    [Fact]
    public async Task Without_a_server_nothing_is_begun()
    {
        _server.Before = _ => Task.FromResult<int?>(0);

        await Assert.ThrowsAsync<EngineUnavailableException>(() => NewIndexer().Indexes.EnsureAsync(CancellationToken.None));

        Assert.Null(await _truth.ServingAsync());
        Assert.Equal(0, await _truth.Database.Command("SELECT count(*) FROM tbl_search_index").ScalarAsync<long>(CancellationToken.None));
    }

    private static async Task<bool> EndAsync(CancellationTokenSource end)
    {
        await end.CancelAsync();
        return true;
    }

    private Indexer NewIndexer()
    {
        var indexer = new Indexer(_server.Address, _truth.ConnectionString);
        indexer.Clock.Advance(TimeSpan.FromMinutes(_indexers.Count));
        _indexers.Add(indexer);
        return indexer;
    }

    /// <summary>Searches read the one index there is; it is the one that the database tells of, and has every event as it is now.</summary>
    private Task OneWholeIndexServesAsync() => Eventually.NothingIsMissingAsync(async () =>
    {
        Advance();
        var (truth, indexed) = (await _truth.VersionsAsync(), _server.DocumentsOf(_server.Serving));
        var late = truth.Count(row => indexed.GetValueOrDefault(row.Key)?.Version != row.Value);
        return _server.Serving is not { } serving || await _truth.ServingAsync() != serving ? $"{_server.Serving} serves, {await _truth.ServingAsync()} should"
            : _server.Indexes is not [_] ? $"there are {string.Join(", ", _server.Indexes)}"
            : late > 0 ? $"{late} events are not indexed"
            : null;
    });

    private Task UntilAsync(Func<Task<bool>> condition) => Eventually.IsTrueAsync(async () =>
    {
        Advance();
        return await condition();
    });

    private void Advance() => _indexers.ForEach(indexer => indexer.Clock.Advance(TimeSpan.FromSeconds(1)));

    private sealed class TemporaryClient(Uri address) : IAsyncDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = address };

        public async Task PutAsync(string path, string body)
        {
            using var content = new StringContent(body);
            using var answer = await _client.PutAsync(new Uri(path, UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
