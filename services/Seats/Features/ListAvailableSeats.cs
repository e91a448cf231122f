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

        var seats = query.Offset < total
            ? await SeatReads.AvailablePageAsync(database, of.EventId.Value, query.Offset, query.Size, cancellationToken)
            : [];
        return TypedResults.Ok(new Page<SeatRow>(seats, query.Page, query.Size, total));
    }
}
