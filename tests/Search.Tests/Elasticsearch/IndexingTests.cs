using System.Diagnostics.Metrics;
using TicketBooking.Postgres;
using TicketBooking.Search.Engines.Elasticsearch;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>Changes reach the index, whatever the server does meanwhile.</summary>
public sealed class IndexingTests : IAsyncLifetime
{
    private readonly List<Indexer> _indexers = [];
    private FakeElasticsearch _server = null!;
    private Truth _truth = null!;

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
    public async Task Changes_are_written_under_the_versions_of_their_rows()
    {
        await WorkOnAnIndexAsync();
        var ids = Truth.NewIds(3);
        await _truth.ChangeAsync(ids);
        await IndexIsTruthAsync();

        await _truth.ChangeAsync(ids[0]);
        await _truth.ChangeAsync("DELETED", ids[1]);
        await IndexIsTruthAsync();

        Assert.Equal("DELETED", _server.DocumentsOf(_server.Serving)[ids[1]].Status);
        Assert.Equal(0, await _truth.CountDirtyAsync());
    }

    [Fact]
    public async Task A_version_that_the_index_has_already_counts_as_written()
    {
        await WorkOnAnIndexAsync();
        var ids = Truth.NewIds(2);
        await _truth.ChangeAsync(ids);
        await IndexIsTruthAsync();

        await _truth.Database.Command("INSERT INTO tbl_dirty_event SELECT id, document_version FROM tbl_event").RunAsync(CancellationToken.None);

        await UntilAsync(async () => await _truth.CountDirtyAsync() == 0);
        await IndexIsTruthAsync();
    }

    [Fact]
    public async Task An_hour_without_a_server_loses_nothing()
    {
        await WorkOnAnIndexAsync();
        _server.Before = _ => Task.FromResult<int?>(0);
        var ids = Truth.NewIds(700);
        for (var minute = 0; minute < 60; minute++)
        {
            await _truth.ChangeAsync(ids[..((minute * 10) + 10)]);
            await _truth.PassAsync(TimeSpan.FromMinutes(1));
            var asked = _server.Requests.Count;
            await UntilAsync(() => Task.FromResult(_server.Requests.Count > asked));
        }

        Assert.Equal(600, await _truth.CountDirtyAsync());
        Assert.Empty(_server.DocumentsOf(_server.Serving));
        _server.Before = _ => Task.FromResult<int?>(null);
        await _truth.PassAsync(TimeSpan.FromMinutes(1));

        await IndexIsTruthAsync();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_server_that_refuses_a_whole_bulk_gets_it_again(int status)
    {
        await WorkOnAnIndexAsync();
        var ids = Truth.NewIds(10);
        _server.Before = request => Task.FromResult<int?>(request.Step == "_bulk" ? status : null);
        await _truth.ChangeAsync(ids);
        await UntilAsync(async () => await TriesAsync() is [1, ..] tries && tries.Count == 10);

        _server.Before = _ => Task.FromResult<int?>(null);
        await _truth.PassAsync(TimeSpan.FromMinutes(1));

        await IndexIsTruthAsync();
    }

    [Fact]
    public async Task Of_a_bulk_that_fails_in_part_the_rest_is_done_and_the_part_comes_again()
    {
        await WorkOnAnIndexAsync();
        var ids = Truth.NewIds(10);
        var failing = ids[..4].ToHashSet();
        _server.RefuseItem = id => failing.Contains(id) ? 429 : null;
        await _truth.ChangeAsync(ids);
        await UntilAsync(async () => await _truth.CountDirtyAsync() == 4);

        Assert.Equal(ids[4..].ToHashSet(), [.. _server.DocumentsOf(_server.Serving).Keys]);
        await UntilAsync(async () => (await TriesAsync()).All(tries => tries >= 1));
        _server.RefuseItem = _ => null;
        await _truth.PassAsync(TimeSpan.FromMinutes(1));

        await IndexIsTruthAsync();
    }

    [Fact]
    public async Task A_document_that_the_mapping_refuses_holds_up_no_other_and_comes_again_after_an_hour()
    {
        await WorkOnAnIndexAsync();
        var ids = Truth.NewIds(3);
        _server.RefuseItem = id => id == ids[1] ? 400 : null;
        using var outcomes = new Outcomes();
        await _truth.ChangeAsync(ids);
        await UntilAsync(async () => await _truth.CountDirtyAsync() == 1);
        await UntilAsync(async () => await DueInAsync() > TimeSpan.FromMinutes(59));

        Assert.True(outcomes.Count("refused") >= 1);
        Assert.True(outcomes.Count("written") >= 2);
        Assert.Equal([ids[0], ids[2]], _server.DocumentsOf(_server.Serving).Keys.ToHashSet());
        await _truth.ChangeAsync(ids[0]);
        await UntilAsync(async () => await _truth.CountDirtyAsync() == 1);

        _server.RefuseItem = _ => null;
        await _truth.PassAsync(TimeSpan.FromHours(1));
        await IndexIsTruthAsync();
    }

    [Fact]
    public async Task A_change_while_its_event_is_being_written_is_written_too()
    {
        await WorkOnAnIndexAsync();
        var id = Truth.NewIds(1);
        var isChanged = false;
        _server.After = async request =>
        {
            if (request.Step == "_bulk" && !isChanged)
            {
                isChanged = true;
                await _truth.ChangeAsync("CANCELLED", id);
            }

            return false;
        };
        await _truth.ChangeAsync(id);

        await IndexIsTruthAsync();
        Assert.Equal(new FakeDocument(2, "CANCELLED"), _server.DocumentsOf(_server.Serving)[id[0]]);
    }

    [Fact]
    public async Task Two_instances_share_the_work_and_write_nothing_twice()
    {
        await WorkOnAnIndexAsync();
        var bulks = 0;
        var areTwoAtIt = new TaskCompletionSource();
        _server.Before = async request =>
        {
            if (request.Step == "_bulk" && Interlocked.Increment(ref bulks) <= 2)
            {
                if (bulks == 2)
                {
                    areTwoAtIt.SetResult();
                }

                await areTwoAtIt.Task;
            }

            return null;
        };
        await _truth.ChangeAsync(Truth.NewIds(1000));
        await NewIndexer().WorkAsync();

        await IndexIsTruthAsync();
        Assert.Equal(2, _server.Requests.Count(request => request.Step == "_bulk"));
    }

    [Fact]
    public async Task An_answer_that_got_lost_is_no_loss()
    {
        await WorkOnAnIndexAsync();
        var isLost = false;
        _server.After = request => Task.FromResult(request.Step == "_bulk" && !Interlocked.Exchange(ref isLost, true));
        await _truth.ChangeAsync(Truth.NewIds(5));
        await UntilAsync(async () => await TriesAsync() is { Count: 5 } tries && tries.TrueForAll(count => count == 1));

        await _truth.PassAsync(TimeSpan.FromMinutes(1));

        await IndexIsTruthAsync();
    }

    [Fact]
    public async Task The_release_before_leaves_the_work_to_the_newer_one()
    {
        await WorkOnAnIndexAsync();
        await _truth.Database.Command($"INSERT INTO tbl_search_index VALUES ('events-{EventMapping.Version + 1}-20260301120000000', false)")
            .RunAsync(CancellationToken.None);
        await _truth.ChangeAsync(Truth.NewIds(2));
        await UntilAsync(async () => await DueInAsync() > TimeSpan.Zero);

        Assert.DoesNotContain(_server.Requests, request => request.Step == "_bulk");
        Assert.Equal([0, 0], await TriesAsync());
    }

    [Fact]
    public async Task The_lag_is_the_age_of_the_oldest_change()
    {
        await WorkOnAnIndexAsync();
        using var outcomes = new Outcomes();
        _server.Before = request => Task.FromResult<int?>(request.Step == "_bulk" ? 503 : null);
        await _truth.ChangeAsync(Truth.NewIds(1));
        await _truth.PassAsync(TimeSpan.FromMinutes(10));
        await UntilAsync(() => Task.FromResult(outcomes.Lag() > 590));

        _server.Before = _ => Task.FromResult<int?>(null);
        await _truth.PassAsync(TimeSpan.FromMinutes(1));
        await UntilAsync(() => Task.FromResult(outcomes.Lag() == 0));
    }

    private Indexer NewIndexer()
    {
        var indexer = new Indexer(_server.Address, _truth.ConnectionString);
        _indexers.Add(indexer);
        return indexer;
    }

    private async Task WorkOnAnIndexAsync()
    {
        var indexer = NewIndexer();
        await indexer.Indexes.EnsureAsync(CancellationToken.None);
        _server.Requests.Clear();
        await indexer.WorkAsync();
    }

    private Task IndexIsTruthAsync() => UntilAsync(async () =>
    {
        var truth = await _truth.VersionsAsync();
        var indexed = _server.DocumentsOf(_server.Serving);
        return truth.Count == indexed.Count && truth.All(row => indexed.GetValueOrDefault(row.Key)?.Version == row.Value) && await _truth.CountDirtyAsync() == 0;
    });

    /// <summary>Lets the clock run until it has come about.</summary>
    private Task UntilAsync(Func<Task<bool>> condition) => Eventually.IsTrueAsync(async () =>
    {
        _indexers.ForEach(indexer => indexer.Clock.Advance(TimeSpan.FromSeconds(1)));
        return await condition();
    });

    private Task<List<int>> TriesAsync() =>
        _truth.Database.Command("SELECT tries FROM tbl_dirty_event").ListAsync(row => row.GetInt32(0), CancellationToken.None);

    private Task<TimeSpan> DueInAsync() =>
        _truth.Database.Command("SELECT min(due_at) - now() FROM tbl_dirty_event").ScalarAsync<TimeSpan>(CancellationToken.None);

    /// <summary>What the metrics say; other tests of this process may count too.</summary>
    private sealed class Outcomes : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, long> _counts = [];
        private double _lag;

        public Outcomes()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == IndexingMetrics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            {
                lock (_counts)
                {
                    var outcome = $"{tags[0].Value}";
                    _counts[outcome] = _counts.GetValueOrDefault(outcome) + count;
                }
            });
            _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => _lag = seconds);
            _listener.Start();
        }

        public long Count(string outcome)
        {
            lock (_counts)
            {
                return _counts.GetValueOrDefault(outcome);
            }
        }

        public double Lag()
        {
            _listener.RecordObservableInstruments();
            return _lag;
        }

        public void Dispose() => _listener.Dispose();
    }
}
