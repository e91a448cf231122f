using Microsoft.Extensions.Options;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Engines.Elasticsearch;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>What the engine makes of the server's answers.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private const string Shards = """
        "_shards":{"total":1,"successful":1,"skipped":0,"failed":0}
        """;

    private static readonly SearchQuery Jazz =
        new(SearchText.Of("jazz"), new SearchFilter("SCHEDULED"), SearchSort.Relevance, Size: 2, Offset: 0, After: null);

    private FakeElasticsearch _server = null!;
    private ElasticsearchSearch _engine = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeElasticsearch.StartAsync();
        var options = new ElasticsearchOptions { Uri = _server.Address };
        _engine = new(ElasticsearchSetup.Open(options), Options.Create(options), Options.Create(new SearchOptions { Timeout = TimeSpan.FromMilliseconds(200) }));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Hits_have_ids_sort_values_and_highlights_and_totals_have_facets()
    {
        _server.Found = $$$"""
            {"took":3,"timed_out":false,{{{Shards}}},"hits":{"total":{"value":12,"relation":"eq"},"max_score":null,"hits":[
            {"_index":"events-1-20260301120000000","_id":"018f2d5e-5d3a-7c1b-8a44-0123456789ab","_score":41.253716,
             "sort":[41.253716,1777660200000,"018f2d5e-5d3a-7c1b-8a44-0123456789ab"],
             "highlight":{"title":["<em>Jazz</em> &amp; more"],"localized.en.title":["<em>Jazz</em> other"],"localized.en.description":["all <em>jazzy</em>"]}},
            {"_index":"events-1-20260301120000000","_id":"018f2d5e-5d3a-7c1b-8a44-0123456789ac","_score":40.0,
             "sort":[40.0,-5,"018f2d5e-5d3a-7c1b-8a44-0123456789ac"]}]},
            "aggregations":{"sterms#cities":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key":"Zürich","doc_count":9},{"key":"Bern","doc_count":3}]},
            "sterms#categories":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key":"concert","doc_count":12}]} } }
            """;

        var found = await _engine.SearchAsync(Jazz, CancellationToken.None);

        Assert.Equal(
            [["41.253716", "1777660200000", "018f2d5e-5d3a-7c1b-8a44-0123456789ab"], ["40", "-5", "018f2d5e-5d3a-7c1b-8a44-0123456789ac"]],
            found.Page.Select(hit => hit.SortValues));
        Assert.Equal(new("018f2d5e-5d3a-7c1b-8a44-0123456789ac"), found.Page[1].Id);
        Assert.Equal(["<em>Jazz</em> &amp; more"], found.Page[0].Highlights["title"]);
        Assert.Equal(["all <em>jazzy</em>"], found.Page[0].Highlights["description"]);
        Assert.Empty(found.Page[1].Highlights);
        Assert.Equal(12, found.Totals!.Count);
        Assert.Equal([new("Zürich", 9), new("Bern", 3)], found.Totals.Cities);
        Assert.Equal([new("concert", 12)], found.Totals.Categories);
        // What a hit says is what a cursor sends back.
        var cursor = new Cursor(SearchSort.Relevance, found.Page[0].SortValues);
        Assert.Equal(found.Page[0].SortValues, SearchOrder.Write(SearchOrder.Read(Cursor.TryParse($"{cursor}", SearchSort.Relevance)!)));
    }

    [Fact]
    public async Task A_list_has_versions()
    {
        _server.Found = $$$"""
            {"took":3,"timed_out":false,{{{Shards}}},"hits":{"max_score":null,"hits":[{"_index":"events-1-20260301120000000",
            "_id":"018f2d5e-5d3a-7c1b-8a44-0123456789ab","_version":17,"_score":null,"sort":["018f2d5e-5d3a-7c1b-8a44-0123456789ab"]}]}}
            """;

        Assert.Equal([new IndexedEvent(new("018f2d5e-5d3a-7c1b-8a44-0123456789ab"), 17)], await _engine.ListAsync(Guid.Empty, 10, CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_server_that_cannot_answer_is_unavailable(int status)
    {
        _server.Before = _ => Task.FromResult<int?>(status);

        await Assert.ThrowsAsync<EngineUnavailableException>(() => _engine.SearchAsync(Jazz, CancellationToken.None));
        await Assert.ThrowsAsync<EngineUnavailableException>(() => _engine.SuggestAsync(Jazz.Text, default, 5, CancellationToken.None));
        await Assert.ThrowsAsync<EngineUnavailableException>(() => _engine.ListAsync(default, 5, CancellationToken.None));
    }

    [Fact]
    public async Task A_request_that_is_wrong_is_no_lack_of_a_server()
    {
        _server.Before = _ => Task.FromResult<int?>(400);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _engine.SearchAsync(Jazz, CancellationToken.None));
    }

    [Theory]
    [InlineData("""{"took":3,"timed_out":true,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"hits":[]}}""")]
    [InlineData("""{"took":3,"timed_out":false,"_shards":{"total":2,"successful":1,"skipped":0,"failed":1},"hits":{"hits":[]}}""")]
    [InlineData("<html>")]
    public async Task A_part_of_an_answer_is_none(string body)
    {
        _server.Found = body;

        await Assert.ThrowsAsync<EngineUnavailableException>(() => _engine.SearchAsync(Jazz, CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_is_slow_is_given_up_and_a_caller_that_goes_is_none_of_it()
    {
        using var isOver = new CancellationTokenSource();
        _server.Before = async _ =>
        {
            await Task.Delay(Timeout.Infinite, isOver.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return null;
        };
        using var gone = new CancellationTokenSource();
        var left = _engine.SearchAsync(Jazz, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await Assert.ThrowsAsync<EngineUnavailableException>(() => _engine.SearchAsync(Jazz, CancellationToken.None));
        await isOver.CancelAsync();
    }

    [Fact]
    public async Task Something_else_than_Elasticsearch_is_unavailable()
    {
        _server.Product = "Something else";

        await Assert.ThrowsAsync<EngineUnavailableException>(() => _engine.SearchAsync(Jazz, CancellationToken.None));
    }

    [Theory]
    [InlineData("12", "1777660200000")]
    [InlineData("x", "1777660200000", "018f2d5e-5d3a-7c1b-8a44-0123456789ab")]
    [InlineData("NaN", "1777660200000", "018f2d5e-5d3a-7c1b-8a44-0123456789ab")]
    [InlineData("1e300", "1777660200000", "018f2d5e-5d3a-7c1b-8a44-0123456789ab")]
    [InlineData("12", "1.5", "018f2d5e-5d3a-7c1b-8a44-0123456789ab")]
    [InlineData("12", "99999999999999999999", "018f2d5e-5d3a-7c1b-8a44-0123456789ab")]
    [InlineData("12", "1777660200000", "*")]
    [InlineData("12", "1777660200000", "018f2d5e-5d3a-7c1b-8a44-0123456789ab", "1")]
    public async Task A_cursor_with_other_values_is_broken(params string[] values)
    {
        await Assert.ThrowsAsync<BrokenCursorException>(
            () => _engine.SearchAsync(Jazz with { After = new Cursor(SearchSort.Relevance, values) }, CancellationToken.None));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_text_with_nothing_to_find_asks_nothing()
    {
        var found = await _engine.SearchAsync(Jazz with { Text = SearchText.Of("***") }, CancellationToken.None);

        Assert.Empty(found.Page);
        Assert.Equal(0, found.Totals!.Count);
        Assert.Empty(await _engine.SuggestAsync(SearchText.Of("?!"), default, 5, CancellationToken.None));
        Assert.Empty(_server.Requests);
    }
}
