using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Platform;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;

namespace TicketBooking.Search.Features;

/// <param name="Total">Hits on all pages; absent when the list is read by cursor.</param>
/// <param name="TookMs">Milliseconds of the search.</param>
/// <param name="Page">As asked for; absent when the list is read by cursor.</param>
/// <param name="Size">As asked for.</param>
/// <param name="Hits">At most <paramref name="Size"/>.</param>
/// <param name="Facets">Of all hits; absent when the list is read by cursor.</param>
/// <param name="NextCursor">For the next hits; absent at the end, and when the list is not read by cursor.</param>
public sealed record SearchResponse(
    long? Total, long TookMs, int? Page, int Size, IReadOnlyList<HitResponse> Hits, FacetsResponse? Facets, string? NextCursor);

/// <param name="City">The cities of most hits.</param>
/// <param name="Category">The categories of most hits.</param>
public sealed record FacetsResponse(IReadOnlyList<FacetValue> City, IReadOnlyList<FacetValue> Category);

internal static class SearchEvents
{
    public static async Task<Results<Ok<SearchResponse>, ProblemHttpResult>> HandleAsync(
        [AsParameters] SearchRequest request,
        ISearchEngine engine,
        NpgsqlDataSource database,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var (query, refusal) = QueryOf(request, clock.GetUtcNow());
        if (query is null)
        {
            return refusal!;
        }

        var began = clock.GetTimestamp();
        try
        {
            var found = query.Text.FindsNothing
                ? new FoundEvents([], query.After is null ? new FoundTotals(0, [], []) : null)
                : await engine.SearchAsync(query, cancellationToken);
            var hits = await HitTable.FindAsync(database, [.. found.Page.Select(hit => hit.Id)], cancellationToken);
            var took = clock.GetElapsedTime(began);
            return TypedResults.Ok(Answer(query, found, hits, took));
        }
        catch (BrokenCursorException)
        {
            return ListCursor.Broken();
        }
        finally
        {
            SearchMetrics.Searched(engine.Name, KindOf(query), clock.GetElapsedTime(began));
        }
    }

    private static (SearchQuery? Query, ProblemHttpResult? Refusal) QueryOf(SearchRequest request, DateTimeOffset now)
    {
        if (request.Errors().ToArray() is { Length: > 0 } errors)
        {
            return (null, Problem.Invalid(errors));
        }

        var text = SearchText.Of(request.Q);
        if (SortNames.Find(request.Sort, hasText: text.Terms.Count > 0) is not { } sort)
        {
            return (null, SearchProblems.UnknownSort(request.Sort!));
        }

        var cursor = request.Cursor is null ? null : Cursor.TryParse(request.Cursor, sort);
        return request.Cursor is not null && cursor is null ? (null, ListCursor.Broken())
            : cursor is null && request.IsTooFar ? (null, SearchProblems.UseCursor())
            : (new SearchQuery(text, request.Filter(now), sort, request.Size, cursor is null ? request.Page * request.Size : 0, cursor), null);
    }

    /// <summary>What was deleted after it was indexed is left out.</summary>
    private static SearchResponse Answer(SearchQuery query, FoundEvents found, Dictionary<Guid, HitRow> hits, TimeSpan took)
    {
        var page = found.Page.Where(hit => hits.ContainsKey(hit.Id)).Select(hit => HitResponse.Of(hits[hit.Id], hit.Highlights)).ToArray();
        var isMore = query.After is not null && found.Page.Count == query.Size;
        return new SearchResponse(
            found.Totals?.Count,
            (long)took.TotalMilliseconds,
            query.After is null ? query.Offset / query.Size : null,
            query.Size,
            page,
            found.Totals is { } totals ? new FacetsResponse(totals.Cities, totals.Categories) : null,
            isMore ? $"{new Cursor(query.Sort, found.Page[^1].SortValues)}" : null);
    }

    private static string KindOf(SearchQuery query) => query.Text == SearchText.None ? "browse" : query.Sort == SearchSort.Relevance ? "text" : "sorted-text";
}
