using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features;

internal static class GetSeat
{
    public static async Task<Results<Ok<SeatRow>, ProblemHttpResult>> HandleAsync(
        Guid id, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await SeatReads.FindAsync(database, id, cancellationToken) is { } seat
            ? TypedResults.Ok(seat)
            : Problem.NotFound("seat-not-found", "There is no such seat.");
}
