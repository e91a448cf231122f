using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void MapTopics(this IEndpointRouteBuilder routes) =>
        routes.MapSubscriptions().MapPost("/seat-changes", OnSeatsGenerated.HandleAsync)
            .WithTopic(Platform.Subscriptions.ChangesOf(Topics.PubSub, Topics.SeatOutbox, Topics.DeadLetter));
}
