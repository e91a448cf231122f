using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features;

internal static class GetCatalogue
{
    public static async Task<Results<Ok<StreamedCatalogue>, ProblemHttpResult>> HandleAsync(
        Guid eventId, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await EventTable.FindAsync(database, eventId, cancellationToken) is { } found
            ? TypedResults.Ok(new StreamedCatalogue(eventId, found.Currency, SeatReads.StreamCatalogueAsync(database, eventId, cancellationToken)))
            : SeatProblems.EventNotFound();
}

/// <summary>Writes the JSON of a <see cref="SeatCatalogue"/> while the rows are read.</summary>
internal sealed record StreamedCatalogue(Guid EventId, string Currency, IAsyncEnumerable<CatalogueSeat> Seats);
