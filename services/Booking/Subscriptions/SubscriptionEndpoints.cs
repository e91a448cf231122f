using TicketBooking.Contracts;
using TicketBooking.Platform;
using Changes = TicketBooking.Platform.Subscriptions;

namespace TicketBooking.Booking.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var subscriptions = routes.MapSubscriptions();
        subscriptions.MapPost("/event-changes", OnEventChanged.HandleAsync)
            .WithTopic(Changes.ChangesOf(Topics.PubSub, Topics.EventOutbox, Topics.DeadLetter));
    }
}
