namespace TicketBooking.Booking.Jobs;

/// <summary>Tells <see cref="HoldExpiry"/> of a hold that ends before the one it sleeps for.</summary>
internal sealed class HoldExpirySignal(TimeProvider clock) : Alarm(clock)
{
    public void HoldMade(TimeSpan holdTime) => WakeIn(holdTime);
}
