using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.Core.Search;
using Microsoft.Extensions.Options;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Elasticsearch;

internal sealed class ElasticsearchSearch(
    ElasticsearchClient client, IOptions<ElasticsearchOptions> elasticsearch, IOptions<SearchOptions> search) : ISearchEngine
{
    private readonly SearchRequests _requests = new(elasticsearch.Value.Index, search.Value.Timeout);

    public string Name => SearchOptions.Elasticsearch;

    public async Task<FoundEvents> SearchAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        if (query.Text.FindsNothing)
        {
            return new FoundEvents([], query.After is null ? new FoundTotals(0, [], []) : null);
        }

        var answer = await AskAsync(_requests.Search(query), cancellationToken);
        return new FoundEvents(
            [.. answer.Hits.Select(FoundEventOf)],
            query.After is null ? new FoundTotals(answer.Total, Facet(answer, SearchRequests.Cities), Facet(answer, SearchRequests.Categories)) : null);
    }

    public async Task<IReadOnlyList<Guid>> SuggestAsync(SearchText text, DateTimeOffset now, int size, CancellationToken cancellationToken)
    {
        if (text.Terms.Count == 0)
        {
            return [];
        }

        var answer = await AskAsync(_requests.Suggest(text, now, size), cancellationToken);
        return [.. answer.Hits.Select(IdOf)];
    }

    public async Task<IReadOnlyList<IndexedEvent>> ListAsync(Guid after, int count, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(_requests.List(after, count), cancellationToken);
        return [.. answer.Hits.Select(hit => new IndexedEvent(IdOf(hit), hit.Version!.Value))];
    }

    private async Task<SearchResponse<IndexedDocument>> AskAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        var answer = await client.SearchAsync<IndexedDocument>(request, cancellationToken).ReadAsync(cancellationToken);
        return answer.TimedOut || answer.Shards.Failed > 0
            ? throw new EngineUnavailableException("Elasticsearch did not finish the search.")
            : answer;
    }

    private static FoundEvent FoundEventOf(Hit<IndexedDocument> hit) => new(IdOf(hit), SearchOrder.Write(hit.Sort!), HighlightsOf(hit));

    private static Guid IdOf(Hit<IndexedDocument> hit) => Guid.Parse(hit.Id!);

    /// <summary>By the last part of the field's name: a text and its copy under a language are the same. The text itself goes first.</summary>
    private static Dictionary<string, string[]> HighlightsOf(Hit<IndexedDocument> hit) =>
        (hit.Highlight ?? new Dictionary<string, IReadOnlyCollection<string>>())
            .GroupBy(field => field.Key[(field.Key.LastIndexOf('.') + 1)..])
            .ToDictionary(fields => fields.Key, fields => fields.MinBy(field => field.Key.Length).Value.ToArray());

    private static FacetValue[] Facet(SearchResponse<IndexedDocument> answer, string name) =>
        [.. answer.Aggregations!.GetStringTerms(name)!.Buckets.Select(bucket => new FacetValue($"{bucket.Key.Value}", bucket.DocCount))];
}
