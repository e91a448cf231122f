using TicketBooking.EventCore.Features.Venues;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/v1/admin").WithTags("Admin")
            .RequireAuthorization(policy => policy.RequireRole(TokenAuthentication.AdminRole))
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        admin.MapGet("/events", ListEvents.HandleAsync)
            .WithName("ListEvents").WithSummary("List all events, newest first")
            .ProducesValidationProblem();
        admin.MapGet("/venues", ListVenues.HandleAsync)
            .WithName("ListVenuesAsAdmin").WithSummary("List all venues, by name")
            .ProducesValidationProblem();
        admin.MapDelete("/del/event/{id:guid}", DeleteEvent.HandleAsync)
            .WithName("DeleteEvent").WithSummary("Delete an event that has no live booking")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        admin.MapDelete("/del/venue/{id:guid}", DeleteVenue.HandleAsync)
            .WithName("DeleteVenue").WithSummary("Delete a venue that has no event")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        admin.MapGet("/search/user", SearchUsers.HandleAsync)
            .WithName("SearchUsers").WithSummary("Search users by a part of their name or mail address")
            .ProducesValidationProblem();
        admin.MapPost("/ban/user/{id:guid}", BanUser.HandleAsync)
            .WithName("BanUser").WithSummary("Ban a user: end all sessions and refuse all tokens")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        admin.MapPost("/unban/user/{id:guid}", UnbanUser.HandleAsync)
            .WithName("UnbanUser").WithSummary("Lift the ban of a user")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
