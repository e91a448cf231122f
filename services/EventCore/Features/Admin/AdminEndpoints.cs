using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Admin;

internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/v1/admin").WithTags("Admin")
            .RequireAuthorization(policy => policy.RequireRole(TokenAuthentication.AdminRole))
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        admin.MapPost("/ban/user/{id:guid}", BanUser.HandleAsync)
            .WithName("BanUser").WithSummary("End a user's sessions and refuse his tokens")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        admin.MapPost("/unban/user/{id:guid}", UnbanUser.HandleAsync)
            .WithName("UnbanUser").WithSummary("Let a banned user log in again")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
