using System.Net;
using System.Text.Json;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>Event-core asks, by invocation, to close an event before it deletes it.</summary>
[Collection(BookingSystems.Sale)]
public sealed class EventDeletionTests(BookingSystem system)
{
    [Fact]
    public async Task An_event_that_is_closed_sells_nothing_and_closing_it_again_is_fine()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();

        Assert.Equal(HttpStatusCode.NoContent, (await CloseAsync(hall.EventId)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await CloseAsync(hall.EventId)).Status);

        Assert.Equal("not-on-sale", (await buyer.HoldAsync(hall.EventId, "A1")).Problem);
        Assert.Equal("not-on-sale", (await buyer.BookAsync(hall.EventId, "A1")).Problem);
        Assert.Equal("not-on-sale", (await buyer.HoldBestAsync(hall.EventId, 2)).Problem);
        Assert.Equal(0, await LiveAsync(hall.EventId));
    }

    [Fact]
    public async Task An_event_with_a_live_booking_is_not_closed_and_goes_on_selling()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = await buyer.HoldAsync(hall.EventId, "A1");

        Assert.Equal((HttpStatusCode.Conflict, "event-has-bookings"), await RefusalAsync(hall.EventId));
        var booking = await buyer.BookAsync(hall.EventId, "A2");
        await buyer.ReleaseAsync(hold.Id("holdId"));
        Assert.Equal((HttpStatusCode.Conflict, "event-has-bookings"), await RefusalAsync(hall.EventId));
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        Assert.Equal((HttpStatusCode.Conflict, "event-has-bookings"), await RefusalAsync(hall.EventId));

        await buyer.CancelAsync(booking.Id("bookingId"));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        Assert.Equal(HttpStatusCode.NoContent, (await CloseAsync(hall.EventId)).Status);
    }

    [Fact]
    public async Task An_unknown_event_can_be_closed_and_its_later_message_does_not_open_it()
    {
        var hall = await system.NewEventAsync();
        await system.RunAsync("DELETE FROM tbl_event_rules WHERE event_id = $1", hall.EventId);
        Assert.Equal(HttpStatusCode.NoContent, (await CloseAsync(hall.EventId)).Status);

        await system.PublishAsync(hall.Message);

        await Eventually.EqualsAsync("not-on-sale", async () => (await system.NewBuyer().HoldAsync(hall.EventId, "A1")).Problem);
    }

    [Fact]
    public async Task An_event_is_closed_or_held_but_never_both()
    {
        for (var round = 0; round < 15; round++)
        {
            var hall = await system.NewEventAsync();

            var holds = Enumerable.Range(1, 8).Select(i => system.NewBuyer().HoldAsync(hall.EventId, $"A{i}")).ToArray();
            var closed = await CloseAsync(hall.EventId);
            var made = (await Task.WhenAll(holds)).Count(hold => hold.Status == HttpStatusCode.Created);

            Assert.Equal(made, await LiveAsync(hall.EventId));
            Assert.Equal(made == 0 ? HttpStatusCode.NoContent : HttpStatusCode.Conflict, closed.Status);
        }
    }

    [Fact]
    public async Task Late_money_of_a_closed_event_goes_back_although_the_seats_are_free()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        await system.RunAsync(
            "UPDATE tbl_seat_claim SET status = 'RELEASED', expires_at = NULL WHERE booking_id = $1", booking.Id("bookingId"));
        await system.RunAsync("UPDATE tbl_booking SET status = 'EXPIRED' WHERE id = $1", booking.Id("bookingId"));
        await system.RunAsync(
            "UPDATE tbl_payment_attempt SET outcome = 'EXPIRED', settled_at = now() WHERE booking_id = $1", booking.Id("bookingId"));
        Assert.Equal(HttpStatusCode.NoContent, (await CloseAsync(hall.EventId)).Status);

        Assert.True(await system.Stripe.PayAsync(booking));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    [Fact]
    public async Task A_deleted_event_is_not_on_sale_and_should_it_have_bookings_they_are_ended()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");

        await system.PublishAsync(Sample.Event() with { EventId = hall.EventId, Version = 2, Status = EventStatuses.Deleted });

        await buyer.WaitForStatusAsync(hold, "RELEASED");
        Assert.Equal("not-on-sale", (await buyer.HoldAsync(hall.EventId, "A2")).Problem);
    }

    /// <summary>As event-core asks.</summary>
    private async Task<Answer> CloseAsync(Guid eventId)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{system.Sidecar[AppIds.EventCore].HttpPort}") };
        using var answer = await http.PostAsync($"/v1.0/invoke/booking/method/internal/events/{eventId}/close", content: null);
        var text = await answer.Content.ReadAsStringAsync();
        return new Answer(answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    private async Task<(HttpStatusCode Status, string Problem)> RefusalAsync(Guid eventId)
    {
        var answer = await CloseAsync(eventId);
        return (answer.Status, answer.Problem);
    }

    private Task<long> LiveAsync(Guid eventId) => system.ScalarAsync<long>(
        "SELECT count(*) FROM tbl_booking WHERE event_id = $1 AND status = 'HELD'", eventId);
}
