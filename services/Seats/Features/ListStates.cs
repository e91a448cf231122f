using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features;

/// <summary>Streams the states of all seats, for a comparison with their claims.</summary>
internal static class ListStates
{
    public static async Task<Results<Ok<IAsyncEnumerable<SeatState>>, ProblemHttpResult>> HandleAsync(
        Guid eventId, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await EventTable.FindAsync(database, eventId, cancellationToken) is null
            ? SeatProblems.EventNotFound()
            : TypedResults.Ok(SeatReads.StreamStatesAsync(database, eventId, cancellationToken));
}
