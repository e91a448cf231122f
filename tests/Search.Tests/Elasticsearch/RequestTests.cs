using Microsoft.Extensions.Options;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Engines.Elasticsearch;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>Exactly what is sent to Elasticsearch: a change of these files is to be checked against the documentation of its server.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = new("018f2d5e-5d3a-7c1b-8a44-0123456789ab");

    private const string Nothing = """
        {"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},
        "hits":{"total":{"value":0,"relation":"eq"},"max_score":null,"hits":[]},
        "aggregations":{"sterms#cities":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[]},
        "sterms#categories":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[]}}}
        """;

    private readonly ElasticsearchOptions _options = new() { Replicas = 2 };
    private FakeElasticsearch _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeElasticsearch.StartAsync();
        _server.Found = Nothing;
        _options.Uri = _server.Address;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_index_is_made_and_put_in_service()
    {
        var server = new IndexServer(ElasticsearchSetup.Open(_options), Options.Create(_options));
        await server.CreateAsync("events-1-20260301120000000", CancellationToken.None);
        await server.CreateAsync("events-1-20260302120000000", CancellationToken.None);
        await server.ListAsync(CancellationToken.None);
        await server.ServeAsync("events-1-20260302120000000", ["events-1-20260301120000000"], CancellationToken.None);
        await server.DeleteAsync("events-1-20260301120000000", CancellationToken.None);

        AssertSent("elasticsearch-index");
    }

    [Fact]
    public async Task Documents_are_written()
    {
        var client = ElasticsearchSetup.Open(_options);
        await new IndexServer(client, Options.Create(_options)).CreateAsync("events-1-20260301120000000", CancellationToken.None);
        _server.Requests.Clear();
        var document = new EventDocument(
            Id, 3, "SCHEDULED", "Crème brûlée & Lieder", "An evening.", "concert", "en-GB", Id, "Old Hall", "Zürich",
            new(2026, 5, 1, 20, 30, 0, TimeSpan.FromHours(2)), null, "CHF", 2500, 9000);
        var other = document with
        {
            Id = new("018f2d5e-5d3a-7c1b-8a44-0123456789ac"),
            Status = "DELETED",
            Title = "東京 Night",
            Description = null,
            Category = null,
            Language = "tlh",
            EndsAt = new(2026, 5, 1, 23, 0, 0, TimeSpan.FromHours(2)),
        };

        await new DocumentWriter(client).WriteAsync(
            "events-1-20260301120000000", [new StoredDocument(document, 7), new StoredDocument(other, 12)], CancellationToken.None);

        AssertSent("elasticsearch-bulk");
    }

    [Fact]
    public async Task A_search_for_everything()
    {
        await SearchAsync(Query(null, SearchSort.StartAscending) with { Offset = 40 });
        AssertSent("elasticsearch-search-all");
    }

    [Fact]
    public async Task A_search_for_one_word()
    {
        await SearchAsync(Query("Beyoncé", SearchSort.Relevance));
        AssertSent("elasticsearch-search-word");
    }

    [Fact]
    public async Task A_search_for_several_words_and_scripts_with_every_filter()
    {
        var filter = new SearchFilter(
            "SCHEDULED", Now, "Zürich", "Concert", Now.AddDays(1), Now.AddDays(8), "CHF", MinPriceMinor: 1000, MaxPriceMinor: 5000);
        await SearchAsync(Query("jazz 2026 東京", SearchSort.PriceDescending) with { Filter = filter });
        AssertSent("elasticsearch-search-filters");
    }

    [Theory]
    [InlineData("relevance", "12.5", "1777660200000")]
    [InlineData("start", "1777660200000")]
    [InlineData("price", "2500", "1777660200000")]
    public async Task A_search_after_a_cursor(string order, params string[] values)
    {
        var sort = order switch { "start" => SearchSort.StartDescending, "price" => SearchSort.PriceAscending, _ => SearchSort.Relevance };
        await SearchAsync(Query("jazz", sort) with { After = new Cursor(sort, [.. values, $"{Id}"]) });
        AssertSent($"elasticsearch-search-after-{order}");
    }

    [Fact]
    public async Task Suggestions()
    {
        await Engine().SuggestAsync(SearchText.Of("Symphonic ni"), Now, 5, CancellationToken.None);
        AssertSent("elasticsearch-suggest");
    }

    [Fact]
    public async Task A_list_for_comparison()
    {
        await Engine().ListAsync(Id, 500, CancellationToken.None);
        AssertSent("elasticsearch-list");
    }

    private static SearchQuery Query(string? text, SearchSort sort) =>
        new(SearchText.Of(text), new SearchFilter("SCHEDULED", Now), sort, Size: 20, Offset: 0, After: null);

    private Task<FoundEvents> SearchAsync(SearchQuery query) => Engine().SearchAsync(query, CancellationToken.None);

    private ElasticsearchSearch Engine() =>
        new(ElasticsearchSetup.Open(_options), Options.Create(_options), Options.Create(new SearchOptions { Timeout = TimeSpan.FromSeconds(2) }));

    private void AssertSent(string name) => Assert.Equal(Golden.Read("Search.Tests", name), string.Join("\n\n", _server.Requests));
}
