using TicketBooking.Postgres;
using TicketBooking.Search.Engines.Elasticsearch;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>The suite of searches on a real Elasticsearch.</summary>
public sealed class ElasticsearchSearchTests(ElasticsearchServer elasticsearch) : SearchSuite, IClassFixture<ElasticsearchServer>
{
    public override async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(ElasticsearchServer.SkipReason is not null, ElasticsearchServer.SkipReason!);
        await Search.StartAsync(settings:
        [
            ("Search:Engine", "elasticsearch"),
            ("Search:Elasticsearch:Uri", elasticsearch.Address!),
            ("Search:Elasticsearch:Index", elasticsearch.Index),
            ("Search:Elasticsearch:Replicas", "0"),
        ]);
        await Eventually.EqualsAsync(1L, () => CountAsync("SELECT count(*) FROM tbl_search_index WHERE serves"));
    }

    protected override async Task IndexedAsync()
    {
        await Eventually.EqualsAsync(0L, () => CountAsync("SELECT count(*) FROM tbl_dirty_event"));
        await ElasticsearchSetup.Open(new ElasticsearchOptions { Uri = new Uri(elasticsearch.Address!) }).Indices.RefreshAsync(elasticsearch.Index);
    }

    private Task<long> CountAsync(string sql) => Search.Database.Command(sql).ScalarAsync<long>(CancellationToken.None);
}
