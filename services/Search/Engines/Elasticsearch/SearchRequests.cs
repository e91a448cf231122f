using System.Security.Cryptography;
using System.Text;
using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.Aggregations;
using Elastic.Clients.Elasticsearch.Core.Search;
using Elastic.Clients.Elasticsearch.QueryDsl;
using Elastic.Transport;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>What is asked of the server. None of it is in a query language that a client's text could use.</summary>
/// <param name="index">The alias that is read.</param>
/// <param name="timeout">When the server gives up.</param>
internal sealed class SearchRequests(string index, TimeSpan timeout)
{
    public const string Cities = "cities";
    public const string Categories = "categories";

    private const int MostFacets = 20;

    // The server's own timeout comes first, but it is looked at between steps only.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public SearchRequest Search(SearchQuery query)
    {
        var request = Request();
        request.Query = new BoolQuery
        {
            Filter = FilterQueries.Of(query.Filter),
            Must = query.Text.Terms.Count > 0 ? [WordQueries.Of(query.Text)] : null,
        };
        request.Sort = SearchOrder.Of(query.Sort);
        request.Size = query.Size;
        request.TrackTotalHits = query.After is null;
        request.Highlight = query.Text.Terms.Count > 0 ? Highlights : null;
        // Copies of a shard weigh words a little differently: the same text asks the same copy, page after page.
        request.Preference = query.Text.Terms.Count > 0 ? Hash(query.Text.Original) : null;
        if (query.After is null)
        {
            request.From = query.Offset;
            request.Aggregations = new Dictionary<string, Aggregation> { [Cities] = Facet("city.raw"), [Categories] = Facet("category.raw") };
        }
        else if (!query.After.IsStart)
        {
            request.SearchAfter = SearchOrder.Read(query.After);
        }

        return request;
    }

    public SearchRequest Suggest(SearchText text, DateTimeOffset now, int size)
    {
        var request = Request();
        request.Query = SuggestionQueries.Of(text, now);
        // Of a tour, one date a city: the next.
        request.Collapse = new FieldCollapse("suggestion");
        request.Sort = SearchOrder.Of(SearchSort.Relevance);
        request.Size = size;
        request.TrackTotalHits = false;
        return request;
    }

    public SearchRequest List(Guid after, int count)
    {
        var request = Request();
        request.Query = new MatchAllQuery();
        request.Sort = [SearchOrder.By("id")];
        request.SearchAfter = [$"{after}"];
        request.Size = count;
        request.Version = true;
        request.TrackTotalHits = false;
        return request;
    }

    private SearchRequest Request() => new(index)
    {
        Source = false,
        Timeout = $"{timeout.TotalMilliseconds:0}ms",
        // A part of the answer is none.
        AllowPartialSearchResults = false,
        RequestConfiguration = new RequestConfiguration { RequestTimeout = timeout + Grace },
    };

    private static Highlight Highlights => new()
    {
        Encoder = HighlighterEncoder.Html,
        PreTags = ["<em>"],
        PostTags = ["</em>"],
        Fields =
        [
            Whole("title"), Whole("venue"), Whole("city"), Parts("description"),
            // Words found by their stem only.
            Whole("localized.*.title"), Parts("localized.*.description"),
        ],
    };

    private static KeyValuePair<Field, HighlightField> Whole(string field) => new(field, new HighlightField { NumberOfFragments = 0 });

    private static KeyValuePair<Field, HighlightField> Parts(string field) => new(field, new HighlightField { FragmentSize = 150, NumberOfFragments = 2 });

    private static TermsAggregation Facet(string field) => new() { Field = field, Size = MostFacets };

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 8);
}
