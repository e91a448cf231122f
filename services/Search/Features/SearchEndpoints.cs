using TicketBooking.Platform;

namespace TicketBooking.Search.Features;

internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder app)
    {
        var search = app.MapGroup("/api/v1/search").WithTags("Search");
        search.MapGet("/events", SearchEvents.HandleAsync).WithPublicCache().WithSummary("Search events by text and filters")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        search.MapGet("/suggest", SuggestEvents.HandleAsync).WithPublicCache().WithSummary("Suggest events while a text is typed")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        search.MapGet("/events/{id:guid}", GetHit.HandleAsync).WithPublicCache().WithSummary("Get an event as a search shows it");
    }
}
