using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Search.Data;

namespace TicketBooking.Search.Features;

internal static class GetHit
{
    private static readonly Dictionary<string, string[]> NoHighlights = [];

    public static async Task<Results<Ok<HitResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!(await HitTable.FindAsync(database, [id], cancellationToken)).TryGetValue(id, out var hit))
        {
            return SearchProblems.EventNotFound();
        }
        return TypedResults.Ok(HitResponse.Of(hit, NoHighlights));
    }
}
