using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapSubscriptions();
        messages.MapPost("/event-changes", OnEventChanged.HandleAsync).WithChangesOf(Topics.EventOutbox);
    }
}
