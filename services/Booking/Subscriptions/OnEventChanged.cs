using TicketBooking.Booking.EventCancellation;
using TicketBooking.Contracts;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Subscriptions;

/// <summary>
/// Stores booking's own copy of an event's sale rules, and ends the bookings of a cancelled event. A deleted event should have none left;
/// any that it has are ended and refunded as well.
/// </summary>
internal sealed class OnEventChanged(EventCancellations cancellations) : IMessageHandler
{
    public async Task HandleAsync(ChangeEvent change, CancellationToken cancellationToken)
    {
        var message = change.Read(ContractsJson.Default.EventMessage);
        await cancellations.ApplyAsync(message, cancellationToken);
        if (message.Status is EventStatuses.Cancelled or EventStatuses.Deleted)
        {
            await cancellations.StartAsync(message.EventId, cancellationToken);
        }
    }
}
