namespace TicketBooking.Seats.Features;

internal static class CatalogueEndpoints
{
    /// <summary>For other services by invocation; the gateway has no route to it.</summary>
    public static void MapCatalogue(this IEndpointRouteBuilder app) =>
        app.MapGet("/internal/catalogue/{eventId:guid}", GetCatalogue.HandleAsync).ExcludeFromDescription();
}
