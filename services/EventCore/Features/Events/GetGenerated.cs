using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using TicketBooking.EventCore.Data;

namespace TicketBooking.EventCore.Features.Events;

/// <param name="EventId">The event.</param>
/// <param name="Generated">Whether its seats exist.</param>
/// <param name="SeatCount">How many; 0 until they exist.</param>
public sealed record GeneratedResponse(Guid EventId, bool Generated, int SeatCount);

internal static class GetGenerated
{
    public static async Task<Results<Ok<GeneratedResponse>, ProblemHttpResult>> HandleAsync(
        Guid id, EventCoreContext db, CancellationToken cancellationToken)
    {
        var found = await db.Events.Where(e => e.Id == id).Select(e => new { SeatCount = (int?)e.Seats!.SeatCount }).SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? EventProblems.NotFound()
            : TypedResults.Ok(new GeneratedResponse(id, found.SeatCount is not null, found.SeatCount ?? 0));
    }
}
