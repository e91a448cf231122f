using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Kill;

/// <summary>Booking needs no other service to sell; the public view of the seats follows when Seats is back.</summary>
[Collection(nameof(KillCollection))]
public sealed class SellWithoutSeats(SystemFixture fixture)
{
    [Fact]
    public async Task Booking_restarted_while_seats_is_dead_sells()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(fixture.System);

        await fixture.System.CommandAsync("kill", "seats");
        await fixture.System.CommandAsync("restart", "booking");
        var hold = await Eventually.GetAsync(() => buyer.HoldSeatsAsync(eventId, "A1", "A2"), _ => true);
        await buyer.PayAsync(await buyer.CheckOutAsync(hold));
        await buyer.UntilBookingIsAsync(hold, "CONFIRMED");
        await fixture.System.RestartAsync("seats");

        await buyer.UntilSeatIsAsync(eventId, "A2", "BOOKED");
    }
}
