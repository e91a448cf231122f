using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features;

internal static class ListAvailableSeats
{
    public static async Task<Results<Ok<Page<SeatRow>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] EventQuery of, [AsParameters] PageQuery query, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await EventTable.FindAsync(database, of.EventId!.Value, cancellationToken) is null)
        {
            return SeatProblems.EventNotFound();
        }

        var seats = await SeatReads.AvailablePageAsync(database, of.EventId.Value, query.Offset, query.Size, cancellationToken);
        var total = await SeatReads.CountAvailableAsync(database, of.EventId.Value, cancellationToken);
        return TypedResults.Ok(new Page<SeatRow>(seats, query.Page, query.Size, total));
    }
}
