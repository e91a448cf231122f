using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Features;

internal static class GetCatalogue
{
    public static async Task<Results<Ok<StreamedCatalogue>, ProblemHttpResult>> HandleAsync(
        Guid eventId, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await database.FindEventAsync(eventId, cancellationToken) is { } found
            ? TypedResults.Ok(new StreamedCatalogue(eventId, found.Currency, database.StreamCatalogueAsync(eventId, cancellationToken)))
            : SeatProblems.EventNotFound();
}

/// <summary><see cref="SeatCatalogue"/> on its way out: the same JSON, written while the rows are read.</summary>
internal sealed record StreamedCatalogue(Guid EventId, string Currency, IAsyncEnumerable<CatalogueSeat> Seats);
