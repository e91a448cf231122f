namespace TicketBooking.Booking.Jobs;

/// <summary>Tells <see cref="WebhookDispatcher"/> that a webhook was stored.</summary>
internal sealed class WebhookSignal(TimeProvider clock) : Alarm(clock)
{
    public void Stored() => WakeNow();
}
