using System.Net;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Kill;

[Collection(nameof(KillCollection))]
public sealed class CallEventOff(SystemFixture fixture)
{
    [Fact]
    public async Task A_cancelled_event_refunds_its_buyers_although_booking_is_killed()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(fixture.System);
        var paid = await buyer.HoldSeatsAsync(eventId, "A1");
        await buyer.PayAsync(await buyer.CheckOutAsync(paid));
        await buyer.UntilBookingIsAsync(paid, "CONFIRMED");
        var unpaid = await buyer.HoldSeatsAsync(eventId, "A2");
        await buyer.CheckOutAsync(unpaid);
        var held = await buyer.HoldSeatsAsync(eventId, "A3");

        (await organiser.PostAsync($"/event/{eventId}/cancel", new { })).Success();
        await fixture.System.CommandAsync("kill", "booking");
        await fixture.System.RestartAsync("booking");

        await buyer.UntilBookingIsAsync(paid, "REFUNDED");
        await buyer.UntilBookingIsAsync(unpaid, "RELEASED");
        await buyer.UntilBookingIsAsync(held, "RELEASED");
        var progress = await Eventually.GetAsync(
            async () => (await organiser.GetAsync($"/booking/events/{eventId}/cancellation")).Success().Body,
            answer => answer.TryGetProperty("finishedAt", out _));
        Assert.Equal((0, 2, 1), (Number("live"), Number("released"), Number("refunded")));
        await buyer.UntilSeatIsAsync(eventId, "A1", "AVAILABLE");
        Assert.Equal(HttpStatusCode.Conflict, (await buyer.HoldAsync(eventId, "A1")).Status);
        await fixture.System.CommandAsync("run", "booking", "reconcile", "--settle-seconds", "20");

        int Number(string name) => progress.GetProperty(name).GetInt32();
    }
}
