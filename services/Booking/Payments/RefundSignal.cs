using TicketBooking.Booking.Scheduling;

namespace TicketBooking.Booking.Payments;

/// <summary>Tells <see cref="RefundDispatcher"/> that a refund may be due.</summary>
internal sealed class RefundSignal(TimeProvider clock) : InterruptibleSleep(clock)
{
    public void Changed() => WakeNow();
}
