using TicketBooking.Booking.Scheduling;

namespace TicketBooking.Booking.Sales;

/// <summary>Tells <see cref="HoldExpiry"/> of a hold that ends before the one it sleeps for.</summary>
internal sealed class HoldExpirySignal(TimeProvider clock) : InterruptibleSleep(clock)
{
    public void HoldMade(TimeSpan holdTime) => WakeIn(holdTime);
}
