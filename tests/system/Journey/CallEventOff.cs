using System.Net;
using Xunit;

namespace TicketBooking.Journey;

[Collection(nameof(JourneyCollection))]
public sealed class CallEventOff(LocalSystem system)
{
    [Fact]
    public async Task A_cancelled_event_refunds_its_buyers_although_booking_is_killed()
    {
        var organiser = await Organiser.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await Buyer.RegisterAsync(system);
        var paid = await buyer.HoldAsync(eventId, "A1");
        await buyer.PayAsync(await buyer.BookAsync(paid));
        await buyer.UntilBookingIsAsync(paid, "CONFIRMED");
        var unpaid = await buyer.HoldAsync(eventId, "A2");
        await buyer.BookAsync(unpaid);
        var held = await buyer.HoldAsync(eventId, "A3");

        await organiser.PostAsync($"/event/{eventId}/cancel", new { });
        await system.CommandAsync("kill", "booking");
        await system.RestartAsync("booking");

        await buyer.UntilBookingIsAsync(paid, "REFUNDED");
        await buyer.UntilBookingIsAsync(unpaid, "RELEASED");
        await buyer.UntilBookingIsAsync(held, "RELEASED");
        var progress = await Eventually.GetAsync(
            cancellationToken => organiser.GetAsync($"/booking/events/{eventId}/cancellation", cancellationToken),
            answer => answer.TryGetProperty("finishedAt", out _));
        Assert.Equal((0, 2, 1), (Number("live"), Number("released"), Number("refunded")));
        await buyer.UntilSeatIsAsync(eventId, "A1", "AVAILABLE");
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => buyer.HoldAsync(eventId, "A1"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        await system.CommandAsync("run", "booking", "reconcile", "--patience", "20");

        int Number(string name) => progress.GetProperty(name).GetInt32();
    }
}
