using Elastic.Clients.Elasticsearch;
using Microsoft.Extensions.Options;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Engines.Elasticsearch;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>A real server takes every request that the golden files show, and does what the fake one stands for.</summary>
public sealed class RealServerTests(ElasticsearchServer elasticsearch) : IClassFixture<ElasticsearchServer>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly EventDocument[] Events =
    [
        New("Beyoncé", "fr", "Une soirée avec ses chansons.", "Zürich", 1),
        New("L'Orfeo", "it", "Un'opera di Monteverdi.", "Mantova", 2),
        New("東京交響楽団", "ja", null, "東京", 3),
        New("คอนเสิร์ตดนตรี", "th", null, "Bangkok", 4),
        New("Concerts in the park", "en", "Jazz <b>and</b> more.", "Zürich", 5),
    ];

    private readonly ElasticsearchOptions _options = new() { Index = elasticsearch.Index, Replicas = 0 };
    private ElasticsearchClient _client = null!;
    private ElasticsearchSearch _engine = null!;
    private string _index = "";

    public async ValueTask InitializeAsync()
    {
        if (elasticsearch.Address is null)
        {
            return;
        }

        _options.Uri = new Uri(elasticsearch.Address);
        _client = ElasticsearchSetup.Open(_options);
        _engine = new(_client, Options.Create(_options), Options.Create(new SearchOptions { Timeout = TimeSpan.FromSeconds(10) }));
        var server = new IndexServer(_client, Options.Create(_options));
        _index = server.NewName(Now);
        if ((await server.ListAsync(CancellationToken.None)).Count == 0)
        {
            await server.CreateAsync(_index, CancellationToken.None);
            var results = await WriteAsync(version: 2);
            Assert.All(results, result => Assert.Equal(WriteOutcome.Written, result.Outcome));
            await server.ServeAsync(_index, [], CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [ElasticsearchFact]
    public async Task An_older_version_changes_nothing_and_an_index_that_is_not_there_is_not_made()
    {
        Assert.All(await WriteAsync(version: 1), result => Assert.Equal(WriteOutcome.Written, result.Outcome));
        var none = await new DocumentWriter(_client).WriteAsync($"{elasticsearch.Index}-9-20260301120000000", [new(Events[0], 1)], CancellationToken.None);

        Assert.Equal(WriteOutcome.NoIndex, Assert.Single(none).Outcome);
        Assert.All(await _engine.ListAsync(Guid.Empty, 10, CancellationToken.None), indexed => Assert.Equal(2, indexed.DocumentVersion));
        Assert.Equal(Events.Select(document => document.Id).Order(), (await _engine.ListAsync(Guid.Empty, 10, CancellationToken.None)).Select(indexed => indexed.Id));
    }

    [ElasticsearchFact]
    public async Task Words_are_found_without_accents_with_typos_by_stem_by_beginning_and_in_every_script()
    {
        Assert.Equal(Events[0].Id, await FirstAsync("beyonce"));
        Assert.Equal(Events[0].Id, await FirstAsync("beyomce"));
        Assert.Equal(Events[0].Id, await FirstAsync("Beyonce zurich"));
        Assert.Equal(Events[1].Id, await FirstAsync("orfeo"));
        Assert.Equal(Events[1].Id, await FirstAsync("montev"));
        Assert.Equal(Events[2].Id, await FirstAsync("響楽"));
        Assert.Equal(Events[3].Id, await FirstAsync("เสิร์ต"));
        Assert.Equal(Events[4].Id, await FirstAsync("concert"));
        Assert.Null(await FirstAsync("nothing_like_that"));
    }

    [ElasticsearchFact]
    public async Task Filters_facets_highlights_and_cursors()
    {
        var filter = new SearchFilter("SCHEDULED", Now, "ZURICH", null, Now, Now.AddYears(1), "EUR", 100, 900);
        var found = await _engine.SearchAsync(new(SearchText.Of("jazz"), filter, SearchSort.Relevance, 10, 0, null), CancellationToken.None);

        Assert.Equal(["<em>Jazz</em> &lt;b&gt;and&lt;&#x2F;b&gt; more."], Assert.Single(found.Page).Highlights["description"]);
        Assert.Equal([new("Zürich", 1)], found.Totals!.Cities);

        foreach (var sort in Enum.GetValues<SearchSort>())
        {
            var cursor = new Cursor(sort, []);
            var ids = new List<Guid>();
            while (await _engine.SearchAsync(new(SearchText.None, new SearchFilter("SCHEDULED"), sort, 2, 0, cursor), CancellationToken.None) is { Page: [.., var last] page })
            {
                ids.AddRange(page.Select(hit => hit.Id));
                cursor = Cursor.TryParse($"{cursor with { Values = last.SortValues }}", sort)!;
            }

            Assert.Equal(Events.Length, ids.Distinct().Count());
            Assert.Equal(Events.Length, ids.Count);
        }
    }

    [ElasticsearchFact]
    public async Task Suggestions_need_only_a_beginning_and_forgive_a_typo_after_three_letters()
    {
        Assert.Equal([Events[0].Id], await SuggestAsync("be"));
        Assert.Equal([Events[0].Id], await SuggestAsync("beyom"));
        Assert.Equal([Events[4].Id], await SuggestAsync("concerts in the pa"));
        Assert.Equal([Events[2].Id], await SuggestAsync("東京"));
        Assert.Empty(await SuggestAsync("bxy"));
    }

    private static EventDocument New(string title, string language, string? description, string city, int day) => new(
        Guid.CreateVersion7(), 1, "SCHEDULED", title, description, "concert", language, Guid.CreateVersion7(), "Old Hall", city, Now.AddDays(day), null, "EUR", 100, 200);

    private Task<IReadOnlyList<WriteResult>> WriteAsync(long version) =>
        new DocumentWriter(_client).WriteAsync(_index, [.. Events.Select(document => new StoredDocument(document, version))], CancellationToken.None);

    private async Task<Guid?> FirstAsync(string text) =>
        (await _engine.SearchAsync(new(SearchText.Of(text), new SearchFilter("SCHEDULED", Now), SearchSort.Relevance, 5, 0, null), CancellationToken.None))
            .Page is [var first, ..] ? first.Id : null;

    private async Task<IReadOnlyList<Guid>> SuggestAsync(string text) => await _engine.SuggestAsync(SearchText.Of(text), Now, 5, CancellationToken.None);
}
