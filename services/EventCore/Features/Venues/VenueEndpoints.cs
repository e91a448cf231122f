using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Venues;

internal static class VenueEndpoints
{
    public static void MapVenues(this IEndpointRouteBuilder routes)
    {
        var venues = routes.MapGroup("/api/v1/venue").WithTags("Venues").ProducesProblem(StatusCodes.Status401Unauthorized);

        venues.MapPost("/create", CreateVenue.HandleAsync)
            .WithIdempotencyKey()
            .WithName("CreateVenue").WithSummary("Create a venue with its seat layout")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status429TooManyRequests);
        venues.MapGet("/{id:guid}", GetVenue.HandleAsync)
            .WithName("GetVenue").WithSummary("Get a venue")
            .ProducesProblem(StatusCodes.Status404NotFound);
        venues.MapGet("/venues", ListVenues.HandleAsync)
            .WithName("ListVenues").WithSummary("List all venues, by name")
            .ProducesValidationProblem();
    }
}
