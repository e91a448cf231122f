using System.Net;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Platform;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Payment)]
public sealed class PartCancellationTests(BookingSystem system)
{
    [Fact]
    public async Task Seats_that_are_given_back_are_refunded_and_freed_and_the_others_stay()
    {
        var (buyer, booking, eventId) = await ConfirmedAsync("A1", "A2", "A3");
        var id = booking.Id("bookingId");

        var cancelled = await buyer.CancelSeatsAsync(id, "a2");
        var again = await buyer.CancelSeatsAsync(id, "A2");

        Assert.Equal(HttpStatusCode.Accepted, cancelled.Status);
        Assert.Equal((Hall.Price, "CONFIRMED", "A2:CANCELLED"), (Refund(cancelled), cancelled.Text("status"), Seats(cancelled)));
        Assert.Equal((HttpStatusCode.Accepted, Hall.Price, "A2:CANCELLED"), (again.Status, Refund(again), Seats(again)));
        await RefundedAsync(buyer, id, Hall.Price);
        var view = await buyer.GetAsync($"/booking/bookings/{id}");
        Assert.Equal(("CONFIRMED", "A1:BOOKED A2:CANCELLED A3:BOOKED"), (view.Text("status"), Seats(view)));
        Assert.Equal(Hall.Price, Assert.Single(await RefundsAsync(booking)));
        Assert.Equal(["PENDING_PAYMENT/HELD", "CONFIRMED/BOOKED", "CONFIRMED/AVAILABLE"], await system.MessagesAsync(id));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(eventId, "A2")).Status);
        Assert.Equal("seats-unavailable", (await system.NewBuyer().HoldAsync(eventId, "A1")).Problem);
        await NothingIsFoundAsync(id);
    }

    [Fact]
    public async Task Each_part_is_a_refund_of_its_own_and_the_last_one_ends_the_booking()
    {
        var (buyer, booking, _) = await ConfirmedAsync("A1", "A2", "A3");
        var id = booking.Id("bookingId");

        await buyer.CancelSeatsAsync(id, "A1");
        await buyer.CancelSeatsAsync(id, "A3");
        await RefundedAsync(buyer, id, 2 * Hall.Price);
        var last = await buyer.CancelSeatsAsync(id, "A2");

        Assert.Equal((HttpStatusCode.Accepted, Hall.Price), (last.Status, Refund(last)));
        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal(3, (await RefundsAsync(booking)).Length);
        await RefundedAsync(buyer, id, 3 * Hall.Price);
        Assert.False((await buyer.GetAsync($"/booking/bookings/{id}")).Body.TryGetProperty("endReason", out _));
    }

    [Fact]
    public async Task What_is_left_is_refunded_when_the_whole_is_cancelled_after_a_part()
    {
        var (buyer, booking, _) = await ConfirmedAsync("A1", "A2", "A3");
        var id = booking.Id("bookingId");
        await buyer.CancelSeatsAsync(id, "A1");
        await RefundedAsync(buyer, id, Hall.Price);

        var all = await buyer.CancelAsync(id);

        Assert.Equal((HttpStatusCode.Accepted, 2 * Hall.Price, "A2:RELEASED A3:RELEASED"), (all.Status, Refund(all), Seats(all)));
        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal(2 * Hall.Price, (await RefundsAsync(booking))[0]);
        Assert.Equal(3 * Hall.Price, (await RefundsAsync(booking)).Sum());
    }

    [Theory]
    [InlineData("FailBefore")]
    [InlineData("FailAfter")]
    [InlineData("DropAfter")]
    public async Task More_seats_given_back_while_the_answer_to_the_first_is_lost_are_refunded_once_each(string fault)
    {
        var (buyer, booking, _) = await ConfirmedAsync("A1", "A2", "A3");
        var id = booking.Id("bookingId");
        var webhooks = new[] { new { @do = "Drop", type = "*", next = (int?)null } };
        var api = new[]
        {
            new { @do = fault, operation = "refunds.create", next = (int?)null }, new { @do = "FailBefore", operation = "refunds.list", next = (int?)null },
        };
        await using (await system.Stripe.MisbehaveAsync(new { api, webhooks }))
        {
            await buyer.CancelSeatsAsync(id, "A1");
            await buyer.CancelSeatsAsync(id, "A2");
        }

        await using var silence = await system.Stripe.MisbehaveAsync(new { webhooks });
        await RefundedAsync(buyer, id, 2 * Hall.Price);
        Assert.Equal(2 * Hall.Price, (await RefundsAsync(booking)).Sum());
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(id));
        await NothingIsFoundAsync(id);
    }

    [Fact]
    public async Task A_part_that_fails_later_is_refunded_again()
    {
        var (buyer, booking, _) = await ConfirmedAsync("A1", "A2");
        var id = booking.Id("bookingId");
        await buyer.CancelSeatsAsync(id, "A1");
        await RefundedAsync(buyer, id, Hall.Price);

        Assert.True(await system.Stripe.MoveRefundAsync(booking.IntentId, "failed"));

        await Eventually.EqualsAsync(2, async () => (await system.Stripe.RefundsAsync(booking.IntentId)).Length);
        await RefundedAsync(buyer, id, Hall.Price);
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(id));
    }

    [Fact]
    public async Task A_blocked_part_is_seen_by_an_operator_and_resumed()
    {
        var (buyer, booking, _) = await ConfirmedAsync("A1", "A2");
        var id = booking.Id("bookingId");
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = payment_intent_id || '_gone' WHERE booking_id = $1", id);

        await buyer.CancelSeatsAsync(id, "A1");

        await Eventually.EqualsAsync("resource_missing", () => system.ScalarAsync<string>(
            "SELECT coalesce(refund_block, '') FROM tbl_payment_attempt WHERE booking_id = $1", id));
        Assert.Equal(("CONFIRMED", Hall.Price), (await buyer.StatusAsync(id), await system.ScalarAsync<long>(
            "SELECT owed_minor FROM tbl_payment_attempt WHERE booking_id = $1", id)));
        Assert.Contains(await FindAsync(), finding => finding.Subject == $"{id}" && finding.Kind == "refund-blocked");
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = replace(payment_intent_id, '_gone', '') WHERE booking_id = $1", id);
        Assert.Equal(0, await Commands.InvokeAsync(["refunds", "resume", $"{id}"], new RefundsCommand(system.Services)));
        await RefundedAsync(buyer, id, Hall.Price);
    }

    [Fact]
    public async Task A_refund_of_everything_at_the_provider_ends_a_booking_that_gave_a_part_back()
    {
        var (buyer, booking, _) = await ConfirmedAsync("A1", "A2");
        var id = booking.Id("bookingId");
        await buyer.CancelSeatsAsync(id, "A1");
        await RefundedAsync(buyer, id, Hall.Price);

        Assert.True(await system.Stripe.RefundAsync(booking.IntentId));

        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal("refunded_at_provider", (await buyer.GetAsync($"/booking/bookings/{id}")).Text("endReason"));
    }

    [Fact]
    public async Task Seats_that_cost_nothing_are_given_back_without_a_refund()
    {
        var hall = await system.NewEventAsync(priceMinor: 0);
        var buyer = system.NewBuyer();
        var id = (await buyer.BookAsync(hall.EventId, "A1", "A2")).Success().Id("bookingId");

        var cancelled = await buyer.CancelSeatsAsync(id, "A1");

        Assert.Equal((HttpStatusCode.Accepted, 0L, "A1:CANCELLED"), (cancelled.Status, Refund(cancelled), Seats(cancelled)));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, "A1")).Status);
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(id));
    }

    [Fact]
    public async Task What_cannot_be_given_back_is_refused_and_changes_nothing()
    {
        var (buyer, booking, eventId) = await ConfirmedAsync("A1", "A2");
        var id = booking.Id("bookingId");
        var hold = (await buyer.HoldAsync(eventId, "B1", "B2")).Success().Id("holdId");

        var other = await buyer.CancelSeatsAsync(id, "A1", "A3");
        var twice = await buyer.CancelSeatsAsync(id, "A1", "a1");
        var none = await buyer.CancelSeatsAsync(id);
        var stranger = await system.NewBuyer().CancelSeatsAsync(id, "A1");
        var held = await buyer.CancelSeatsAsync(hold, "B1");

        Assert.All([other, twice, none], answer => Assert.Equal((HttpStatusCode.BadRequest, "invalid-request"), (answer.Status, answer.Problem)));
        Assert.Equal("booking-not-found", stranger.Problem);
        Assert.Equal((HttpStatusCode.Conflict, "not-cancellable"), (held.Status, held.Problem));
        Assert.Equal("A1:BOOKED A2:BOOKED", Seats(await buyer.GetAsync($"/booking/bookings/{id}")));
        Assert.Equal("B1:HELD B2:HELD", Seats(await buyer.GetAsync($"/booking/bookings/{hold}")));
    }

    [Fact]
    public async Task Parts_and_the_whole_at_once_never_return_more_than_was_paid()
    {
        for (var round = 0; round < 5; round++)
        {
            var (buyer, booking, _) = await ConfirmedAsync("A1", "A2", "A3", "A4");
            var id = booking.Id("bookingId");

            await Task.WhenAll(buyer.CancelSeatsAsync(id, "A1"), buyer.CancelSeatsAsync(id, "A2", "A3"), buyer.CancelAsync(id), buyer.CancelSeatsAsync(id, "A2"));

            await buyer.WaitForStatusAsync(id, "REFUNDED");
            Assert.Equal(4 * Hall.Price, (await RefundsAsync(booking)).Sum());
        }
    }

    private static string Seats(Answer answer) => string.Join(
        ' ', answer.Body.GetProperty("seats").EnumerateArray().Select(seat => $"{seat.GetProperty("seatNumber")}:{seat.GetProperty("status")}"));

    private static long Refund(Answer answer) => answer.Body.GetProperty("refundMinor").GetInt64();

    private async Task<long[]> RefundsAsync(Answer booking) =>
        [.. (await system.Stripe.RefundsAsync(booking.IntentId)).Select(refund => refund.GetProperty("amount").GetInt64())];

    private static Task RefundedAsync(Buyer buyer, Guid id, long minor) => Eventually.EqualsAsync(
        minor, async () => (await buyer.GetAsync($"/booking/bookings/{id}")).Body.GetProperty("refundedMinor").GetInt64());

    private Task<List<Finding>> FindAsync() => system.Part<BookingComparison>().FindAsync(CancellationToken.None);

    private async Task NothingIsFoundAsync(Guid id) => Assert.DoesNotContain(await FindAsync(), finding => finding.Subject == $"{id}");

    private async Task<(Buyer Buyer, Answer Booking, Guid EventId)> ConfirmedAsync(params string[] seats)
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, seats);
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        return (buyer, booking, hall.EventId);
    }
}
