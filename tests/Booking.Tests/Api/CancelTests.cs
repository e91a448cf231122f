using System.Net;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Sale)]
public sealed class CancelTests(BookingSystem system)
{
    private static readonly object NoWebhooks = new { webhooks = new[] { new { @do = "Drop", type = "*", next = (int?)null } } };

    [Fact]
    public async Task A_cancelled_ticket_is_refunded_once_at_any_number_of_requests()
    {
        var (buyer, booking, eventId) = await ConfirmedAsync();
        var id = booking.Id("bookingId");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => buyer.CancelAsync(id)));
        await buyer.WaitForStatusAsync(id, "REFUNDED");
        var late = await buyer.CancelAsync(id);

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { HttpStatusCode.Accepted, HttpStatusCode.OK }));
        Assert.Equal((HttpStatusCode.OK, "REFUNDED"), (late.Status, late.Text("status")));
        var refund = Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
        Assert.Equal(Hall.Price, refund.GetProperty("amount").GetInt64());
        Assert.Equal(["PENDING_PAYMENT/HELD", "CONFIRMED/BOOKED", "REFUND_PENDING/AVAILABLE", "REFUNDED/"], await system.MessagesAsync(id));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(eventId, "A1")).Status);
    }

    [Fact]
    public async Task A_hold_that_is_cancelled_is_released()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");

        var first = await buyer.CancelAsync(hold);
        var second = await buyer.CancelAsync(hold);

        Assert.Equal((HttpStatusCode.OK, "RELEASED"), (first.Status, first.Text("status")));
        Assert.Equal((HttpStatusCode.OK, "RELEASED"), (second.Status, second.Text("status")));
        Assert.Equal(["HELD/HELD", "RELEASED/AVAILABLE"], await system.MessagesAsync(hold));
    }

    [Fact]
    public async Task Cancelling_an_unpaid_booking_cancels_its_intent_and_ends_its_workflow()
    {
        await using var _ = await system.Stripe.MisbehaveAsync(NoWebhooks);
        var (buyer, booking, eventId) = await BookedAsync();

        var cancelled = await buyer.CancelAsync(booking.Id("bookingId"));

        Assert.Equal((HttpStatusCode.OK, "RELEASED"), (cancelled.Status, cancelled.Text("status")));
        Assert.Equal("canceled", await system.Stripe.StatusAsync(booking.IntentId));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(eventId, "A1")).Status);
        await system.WaitForWorkflowEndAsync(booking);
        Assert.Equal("CANCELLED", await OutcomeAsync(booking));
    }

    [Fact]
    public async Task Unreported_money_is_found_at_the_cancellation_and_refunded()
    {
        await using var _ = await system.Stripe.MisbehaveAsync(NoWebhooks);
        var (buyer, booking, _) = await BookedAsync();
        Assert.True(await system.Stripe.PayAsync(booking));

        var cancelled = await buyer.CancelAsync(booking.Id("bookingId"));

        Assert.Equal((HttpStatusCode.Accepted, "REFUNDED"), (cancelled.Status, cancelled.Text("status")));
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
        Assert.Equal(
            ["PENDING_PAYMENT/HELD", "REFUND_PENDING/AVAILABLE", "REFUNDED/"], await system.MessagesAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task Money_under_way_at_the_cancellation_is_refunded_although_the_seats_are_free()
    {
        var (buyer, booking, _) = await BookedAsync();
        await system.Stripe.AllowBankDebitsAsync(booking.IntentId);
        Assert.True(await system.Stripe.PayAsync(booking, "pm_usBankAccount_success"));

        var cancelled = await buyer.CancelAsync(booking.Id("bookingId"));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");

        Assert.Equal((HttpStatusCode.OK, "RELEASED"), (cancelled.Status, cancelled.Text("status")));
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    [Fact]
    public async Task A_refused_cancellation_says_why()
    {
        var (_, booking, _) = await BookedAsync();
        var stranger = await system.NewBuyer().CancelAsync(booking.Id("bookingId"));
        var (owner, attended, eventId) = await ConfirmedAsync();
        await BeginAsync(eventId);
        var tooLate = await owner.CancelAsync(attended.Id("bookingId"));

        Assert.Equal((HttpStatusCode.NotFound, "booking-not-found"), (stranger.Status, stranger.Problem));
        Assert.Equal((HttpStatusCode.Conflict, "event-has-begun"), (tooLate.Status, tooLate.Problem));
        Assert.Equal("CONFIRMED", await owner.StatusAsync(attended.Id("bookingId")));
    }

    [Fact]
    public async Task A_booking_that_has_ended_by_itself_stays_as_it_is()
    {
        var hall = await system.NewEventAsync(holdSeconds: 1);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await Eventually.EqualsAsync("EXPIRED", () => system.ScalarAsync<string>("SELECT status FROM tbl_booking WHERE id = $1", hold));

        var cancelled = await buyer.CancelAsync(hold);

        Assert.Equal((HttpStatusCode.OK, "EXPIRED"), (cancelled.Status, cancelled.Text("status")));
    }

    [Theory]
    [InlineData("FailBefore")]
    [InlineData("RateLimit")]
    [InlineData("DropAfter")]
    public async Task A_refund_that_fails_at_first_is_made_once_when_the_provider_is_back(string fault)
    {
        var (buyer, booking, _) = await ConfirmedAsync();
        Answer cancelled;
        await using (await system.Stripe.MisbehaveAsync(new { api = new[] { new { @do = fault, operation = "refunds.create", next = (int?)null } } }))
        {
            cancelled = await buyer.CancelAsync(booking.Id("bookingId"));
        }

        // The webhook of a refund whose answer was lost may be first.
        Assert.Equal(HttpStatusCode.Accepted, cancelled.Status);
        Assert.Contains(cancelled.Text("status"), fault == "DropAfter" ? ["REFUND_PENDING", "REFUNDED"] : (string[])["REFUND_PENDING"]);
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    [Fact]
    public async Task A_refund_that_was_made_although_the_provider_says_500_again_and_again_is_found()
    {
        var (buyer, booking, _) = await ConfirmedAsync();
        await using var fault = await system.Stripe.MisbehaveAsync(
            new { api = new[] { new { @do = "FailAfter", operation = "refunds.create", next = (int?)null } } });

        await buyer.CancelAsync(booking.Id("bookingId"));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    [Fact]
    public async Task A_cancellation_while_the_provider_is_down_is_kept_and_prevents_payment()
    {
        var (buyer, booking, _) = await BookedAsync();
        var id = booking.Id("bookingId");
        Answer cancelled;
        Answer booked;
        await using (await system.Stripe.MisbehaveAsync(
            new { api = new[] { new { @do = "FailBefore", operation = "payment_intents.cancel", next = (int?)null } } }))
        {
            cancelled = await buyer.CancelAsync(id);
            booked = await buyer.BookHoldAsync(id);
        }

        Assert.Equal((HttpStatusCode.Accepted, "PENDING_PAYMENT"), (cancelled.Status, cancelled.Text("status")));
        Assert.Equal((HttpStatusCode.Conflict, "booking-cancelled"), (booked.Status, booked.Problem));
        await buyer.WaitForStatusAsync(id, "RELEASED");
        Assert.Equal("canceled", await system.Stripe.StatusAsync(booking.IntentId));
    }

    [Fact]
    public async Task A_cancellation_in_the_moment_the_money_arrives_refunds_it_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var (buyer, booking, _) = await BookedAsync();
            Assert.True(await system.Stripe.PayAsync(booking));

            await Task.WhenAll(
                buyer.ConfirmAsync(booking), buyer.CancelAsync(booking.Id("bookingId")), buyer.CancelAsync(booking.Id("bookingId")));

            await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
            Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
        }
    }

    [Fact]
    public async Task Moving_an_event_reopens_the_right_to_cancel()
    {
        var (buyer, booking, eventId) = await ConfirmedAsync();
        await BeginAsync(eventId);
        var begun = await buyer.CancelAsync(booking.Id("bookingId"));
        await MoveAsync(eventId, "1 hour");

        var moved = await buyer.CancelAsync(booking.Id("bookingId"));

        Assert.Equal((HttpStatusCode.Conflict, "event-has-begun"), (begun.Status, begun.Problem));
        Assert.Equal(HttpStatusCode.Accepted, moved.Status);
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
    }

    [Fact]
    public async Task Moving_an_event_earlier_takes_no_right_away()
    {
        var (buyer, booking, eventId) = await ConfirmedAsync();
        await MoveAsync(eventId, "-1 minute");

        var cancelled = await buyer.CancelAsync(booking.Id("bookingId"));

        Assert.Equal(HttpStatusCode.Accepted, cancelled.Status);
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
    }

    [Fact]
    public async Task A_booking_shows_the_start_as_it_was_sold_and_an_older_one_goes_by_the_events()
    {
        var (buyer, booking, eventId) = await ConfirmedAsync();
        var id = booking.Id("bookingId");
        var start = await system.ScalarAsync<DateTimeOffset>("SELECT starts_at FROM tbl_event_rules WHERE event_id = $1", eventId);
        await MoveAsync(eventId, "-1 minute");

        var one = (await buyer.GetAsync($"/booking/bookings/{id}")).Body;
        var listed = Assert.Single((await buyer.GetAsync("/booking/bookings")).Body.GetProperty("items").EnumerateArray());
        await system.RunAsync("UPDATE tbl_booking SET starts_at_as_sold = NULL WHERE id = $1", id);
        var older = (await buyer.GetAsync($"/booking/bookings/{id}")).Body;
        var cancelled = await buyer.CancelAsync(id);

        Assert.Equal(start, one.GetProperty("startsAtAsSold").GetDateTimeOffset());
        Assert.Equal(start, listed.GetProperty("startsAtAsSold").GetDateTimeOffset());
        Assert.False(older.TryGetProperty("startsAtAsSold", out _));
        Assert.Equal("event-has-begun", cancelled.Problem);
    }

    /// <summary>As if the time had come.</summary>
    private Task BeginAsync(Guid eventId) => system.RunAsync(
        """
        WITH sold AS (UPDATE tbl_booking SET starts_at_as_sold = now() - interval '1 minute' WHERE event_id = $1)
        UPDATE tbl_event_rules SET starts_at = now() - interval '1 minute' WHERE event_id = $1
        """,
        eventId);

    private Task MoveAsync(Guid eventId, string later) =>
        system.RunAsync("UPDATE tbl_event_rules SET starts_at = now() + $2::text::interval, version = version + 1 WHERE event_id = $1", eventId, later);

    private Task<string> OutcomeAsync(Answer booking) =>
        system.ScalarAsync<string>("SELECT outcome FROM tbl_payment_attempt WHERE payment_intent_id = $1", booking.IntentId);

    private async Task<(Buyer Buyer, Answer Booking, Guid EventId)> BookedAsync()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        return (buyer, await buyer.BookAsync(hall.EventId, "A1"), hall.EventId);
    }

    private async Task<(Buyer Buyer, Answer Booking, Guid EventId)> ConfirmedAsync()
    {
        var (buyer, booking, eventId) = await BookedAsync();
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        return (buyer, booking, eventId);
    }
}
