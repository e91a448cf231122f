using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Search.Subscriptions;

internal static class MessageSubscriptions
{
    public static void AddMessages(this WebApplicationBuilder builder) => builder.AddSubscriptions(AppIds.Search)
        .WithBatchesOf<OnEventChanged>("/event-changes", Topics.EventOutbox, MessageTypes.OfEvents)
        .WithBatchesOf<OnAvailabilityChanged>("/availability-changes", Topics.SeatOutbox, MessageTypes.SeatsGenerated, MessageTypes.SeatsAvailability);
}
