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
        if (await SectionCounts.FindAvailableAsync(database, of.EventId!.Value, cancellationToken) is not { } total)
        {
            return SeatProblems.EventNotFound();
        }

        if (query.Cursor is not null)
        {
            return SeatList.PositionBefore(query) is { } position
                ? TypedResults.Ok(SeatList.After(query, await SeatReads.AvailableAfterAsync(
                    database, of.EventId.Value, position, query.Size + 1, cancellationToken)))
                : ListCursor.Broken();
        }

        var seats = query.Offset < total
            ? await SeatReads.AvailablePageAsync(database, of.EventId.Value, query.Offset, query.Size, cancellationToken)
            : [];
        return TypedResults.Ok(Page.Of(query, seats, total));
    }
}
