using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Subscriptions;

internal static class MessageSubscriptions
{
    public static void AddMessages(this WebApplicationBuilder builder) => builder.AddSubscriptions(AppIds.Booking)
        .WithChangesOf<OnEventChanged>("/event-changes", Topics.EventOutbox, MessageTypes.OfEvents);
}
