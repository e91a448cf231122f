using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Search.Data;
using TicketBooking.Search.Domain;
using TicketBooking.Search.Engines;

namespace TicketBooking.Search.Features;

/// <param name="Q">What was typed so far. Up to 200 characters.</param>
/// <param name="Size">Suggestions, 1..50.</param>
public sealed record SuggestRequest(
    [property: StringLength(SearchRequest.LongestText), OneLine] string? Q,
    [property: Range(1, 50)] int Size = 10);

public sealed record SuggestResponse(IReadOnlyList<SuggestionResponse> Items);

/// <param name="Id">The event.</param>
/// <param name="Title">Its title.</param>
/// <param name="City">City of the venue.</param>
public sealed record SuggestionResponse(Guid Id, string Title, string City);

/// <summary>Suggests titles of events that are on; none for an empty text.</summary>
internal static class SuggestEvents
{
    public static async Task<Ok<SuggestResponse>> HandleAsync(
        [AsParameters] SuggestRequest request,
        ISearchEngine engine,
        NpgsqlDataSource database,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var text = SearchText.Of(request.Q);
        var began = clock.GetTimestamp();
        try
        {
            var ids = text.Terms.Count == 0 ? [] : await engine.SuggestAsync(text, clock.GetUtcNow(), request.Size, cancellationToken);
            var hits = await HitTable.FindAsync(database, [.. ids], cancellationToken);
            return TypedResults.Ok(new SuggestResponse(
                [.. ids.Where(hits.ContainsKey).Select(id => new SuggestionResponse(id, hits[id].Title, hits[id].City))]));
        }
        finally
        {
            SearchMetrics.Searched(engine.Name, "suggest", clock.GetElapsedTime(began));
        }
    }
}
