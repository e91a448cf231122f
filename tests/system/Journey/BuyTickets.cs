using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Journey;

[Collection(nameof(JourneyCollection))]
public sealed class BuyTickets(SystemFixture fixture)
{
    [Fact]
    public async Task From_an_empty_system_to_a_paid_seat()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync(rows: 3, seatsPerRow: 20);
        var generated = await organiser.UntilGeneratedAsync(eventId);
        Assert.Equal(60, generated.GetProperty("seatCount").GetInt32());

        var buyer = await PayingBuyer.RegisterAsync(fixture.System);
        var booking = await buyer.HoldSeatsAsync(eventId, "A12", "A13");
        await buyer.PayAsync(await buyer.CheckOutAsync(booking));

        var confirmed = await buyer.UntilBookingIsAsync(booking, "CONFIRMED");
        Assert.Equal(9000, confirmed.GetProperty("amountMinor").GetInt64());
        await buyer.UntilSeatIsAsync(eventId, "A12", "BOOKED");
        await buyer.UntilSeatIsAsync(eventId, "A13", "BOOKED");
    }
}
