using TicketBooking.Platform;

namespace TicketBooking.EventCore.Features.Internal;

/// <summary>For other services by invocation; the gateway has no route to it, and only the sidecar gets in.</summary>
internal static class InternalEndpoints
{
    public static void MapInternal(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(BannedUsers.Path, GetBannedUsers.HandleAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/internal/events", ListEvents.Handle).AllowAnonymous().ExcludeFromDescription();
    }
}
