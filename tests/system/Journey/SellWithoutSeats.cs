using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Journey;

/// <summary>Booking needs no other service to sell; the public view of the seats follows when Seats is back.</summary>
[Collection(nameof(JourneyCollection))]
public sealed class SellWithoutSeats(LocalSystem system)
{
    [Fact]
    public async Task Booking_restarted_while_seats_is_dead_sells()
    {
        var organiser = await Organiser.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await Buyer.RegisterAsync(system);

        await system.CommandAsync("kill", "seats");
        await system.CommandAsync("restart", "booking");
        var hold = await Eventually.GetAsync(() => buyer.HoldSeatsAsync(eventId, "A1", "A2"), _ => true);
        await buyer.PayAsync(await buyer.CheckOutAsync(hold));
        await buyer.UntilBookingIsAsync(hold, "CONFIRMED");
        await system.RestartAsync("seats");

        await buyer.UntilSeatIsAsync(eventId, "A2", "BOOKED");
    }
}
