using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features;

internal static class ListSeats
{
    public static async Task<Results<Ok<Page<SeatRow>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] EventQuery of, [AsParameters] PageQuery query, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (await EventTable.FindAsync(database, of.EventId!.Value, cancellationToken) is not { } found)
        {
            return SeatProblems.EventNotFound();
        }

        if (query.Cursor is not null)
        {
            return SeatList.PositionBefore(query) is { } position
                ? TypedResults.Ok(SeatList.After(query, await SeatReads.PageAsync(
                    database, of.EventId.Value, position + 1L, query.Size + 1, cancellationToken)))
                : ListCursor.Broken();
        }

        var seats = await SeatReads.PageAsync(database, of.EventId.Value, query.Offset, query.Size, cancellationToken);
        return TypedResults.Ok(Page.Of(query, seats, found.SeatCount));
    }
}
