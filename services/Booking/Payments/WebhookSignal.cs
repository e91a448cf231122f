using TicketBooking.Booking.Scheduling;

namespace TicketBooking.Booking.Payments;

/// <summary>Tells <see cref="WebhookDispatcher"/> that a webhook was stored.</summary>
internal sealed class WebhookSignal(TimeProvider clock) : InterruptibleSleep(clock)
{
    public void Stored() => WakeNow();
}
