using TicketBooking.EventCore.Features.Admin;
using TicketBooking.EventCore.Features.Auth;
using TicketBooking.EventCore.Features.Events;
using TicketBooking.EventCore.Features.Internal;
using TicketBooking.EventCore.Features.Venues;

namespace TicketBooking.EventCore.Features;

/// <summary>All routes of this service; each folder has its own table.</summary>
internal static class FeatureEndpoints
{
    public static void MapFeatures(this IEndpointRouteBuilder routes)
    {
        routes.MapAuth();
        routes.MapVenues();
        routes.MapEvents();
        routes.MapAdmin();
        routes.MapInternal();
    }
}
