using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Seats.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapSubscriptions();
        messages.MapPost("/event-changes", OnEventChanged.HandleAsync).WithChangesOf(Topics.EventOutbox);
        messages.MapPost("/booking-changes", OnBookingChanged.HandleAsync).WithChangesOf(Topics.BookingOutbox);
    }
}
