using TicketBooking.Booking.Scheduling;

namespace TicketBooking.Booking.Payments;

/// <summary>Tells <see cref="WorkflowStarter"/> when the time of a payment that has begun will be over.</summary>
internal sealed class WorkflowStartSignal(TimeProvider clock) : InterruptibleSleep(clock)
{
    private readonly TimeProvider _clock = clock;

    public void PaymentBegun(DateTimeOffset endsAt) => WakeIn(endsAt - _clock.GetUtcNow());
}
