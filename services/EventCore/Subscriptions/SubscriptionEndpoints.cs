using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapSubscriptions();
        messages.MapPost("/seat-changes", OnSeatsGenerated.HandleAsync).WithChangesOf(Topics.SeatOutbox);
    }
}
