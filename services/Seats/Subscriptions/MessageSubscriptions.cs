using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Seats.Subscriptions;

internal static class MessageSubscriptions
{
    public static void AddMessages(this WebApplicationBuilder builder) => builder.AddSubscriptions(AppIds.Seats)
        .WithChangesOf<OnEventChanged>("/event-changes", Topics.EventOutbox, MessageTypes.OfEvents)
        .WithBatchesOf<OnBookingChanged>("/booking-changes", Topics.BookingOutbox, MessageTypes.BookingChanged);
}
