using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Journey;

[Collection(nameof(JourneyCollection))]
public sealed class EndHolds(SystemFixture fixture)
{
    [Fact]
    public async Task An_unpaid_hold_ends_and_its_seat_is_seen_free_again()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync(holdSeconds: 5);
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(fixture.System);

        var booking = await buyer.HoldSeatsAsync(eventId, "A1");

        await buyer.UntilSeatIsAsync(eventId, "A1", "HELD");
        await buyer.UntilSeatIsAsync(eventId, "A1", "AVAILABLE");
        await buyer.UntilBookingIsAsync(booking, "EXPIRED");
    }

    [Fact]
    public async Task An_unpaid_booking_ends_and_its_seat_is_seen_free_again()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync(holdSeconds: 5);
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(fixture.System);
        var booking = await buyer.HoldSeatsAsync(eventId, "A1");

        await buyer.CheckOutAsync(booking);

        await buyer.UntilBookingIsAsync(booking, "EXPIRED");
        await buyer.UntilSeatIsAsync(eventId, "A1", "AVAILABLE");
    }
}
