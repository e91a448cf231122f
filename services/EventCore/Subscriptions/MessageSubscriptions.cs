using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.EventCore.Subscriptions;

internal static class MessageSubscriptions
{
    public static void AddMessages(this WebApplicationBuilder builder) => builder.AddSubscriptions(AppIds.EventCore)
        .WithChangesOf<OnSeatsGenerated>("/seat-changes", Topics.SeatOutbox, MessageTypes.SeatsGenerated);
}
