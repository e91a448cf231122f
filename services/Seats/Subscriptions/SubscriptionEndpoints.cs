using TicketBooking.Contracts;
using static TicketBooking.Platform.Subscriptions;

namespace TicketBooking.Seats.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder app)
    {
        var messages = app.MapSubscriptions();
        messages.MapPost("/event-changes", OnEventChanged.HandleAsync)
            .WithTopic(ChangesOf(Topics.PubSub, Topics.EventOutbox, Topics.DeadLetter));
        messages.MapPost("/booking-changes", OnBookingChanged.HandleAsync)
            .WithTopic(ChangesOf(Topics.PubSub, Topics.BookingOutbox, Topics.DeadLetter));
    }
}
