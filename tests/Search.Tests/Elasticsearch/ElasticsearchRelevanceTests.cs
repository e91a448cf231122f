using Microsoft.Extensions.Options;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;
using TicketBooking.Search.Engines.Elasticsearch;
using TicketBooking.Search.Tests.Relevance;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>The judged list on a real Elasticsearch.</summary>
public sealed class ElasticsearchRelevanceTests(ElasticsearchServer elasticsearch, ITestOutputHelper output)
    : RelevanceTests(output), IClassFixture<ElasticsearchServer>
{
    private protected override async Task<ISearchEngine> FillAsync(IReadOnlyList<EventDocument> events)
    {
        Assert.SkipWhen(ElasticsearchServer.SkipReason is not null, ElasticsearchServer.SkipReason!);
        var options = new ElasticsearchOptions { Uri = new Uri(elasticsearch.Address!), Index = elasticsearch.Index, Replicas = 0 };
        var client = ElasticsearchSetup.Open(options);
        var server = new IndexServer(client, Options.Create(options));
        var index = server.NewName(RelevanceList.Now);
        await server.CreateAsync(index, CancellationToken.None);
        foreach (var batch in events.Chunk(500))
        {
            var results = await new DocumentWriter(client).WriteAsync(
                index, [.. batch.Select(document => new StoredDocument(document, 1))], CancellationToken.None);
            Assert.All(results, result => Assert.Equal(WriteOutcome.Written, result.Outcome));
        }

        await client.Indices.RefreshAsync(index);
        await server.ServeAsync(index, [], CancellationToken.None);
        return new ElasticsearchSearch(client, Options.Create(options), Options.Create(new SearchOptions()));
    }
}
