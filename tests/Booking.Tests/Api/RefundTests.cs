using System.Net;
using System.Text.Json;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Platform;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>What the provider says after it has said yes.</summary>
[Collection(BookingSystems.Payment)]
public sealed class RefundTests(BookingSystem system)
{
    [Fact]
    public async Task A_refund_is_refunded_only_when_the_provider_says_that_it_succeeded()
    {
        var (buyer, booking, _) = await ConfirmedAsync("pm_card_pendingRefund");
        var id = booking.Id("bookingId");

        var cancelled = await buyer.CancelAsync(id);
        Assert.Equal((HttpStatusCode.Accepted, "REFUND_PENDING"), (cancelled.Status, cancelled.Text("status")));
        Assert.Equal(0, cancelled.Body.GetProperty("refundedMinor").GetInt64());
        Assert.True(await system.Stripe.MoveRefundAsync(booking.IntentId, "succeeded"));

        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal((Hall.Price, null), await EndOfAsync(buyer, id));
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    [Theory]
    [InlineData("pm_card_pendingRefund", "canceled")]
    [InlineData("pm_card_pendingRefund", "failed")]
    [InlineData("pm_card_visa", "failed")]
    public async Task A_refund_that_ends_badly_is_made_again_under_a_key_of_its_own(string method, string end)
    {
        var (buyer, booking, _) = await ConfirmedAsync(method);
        var id = booking.Id("bookingId");
        await buyer.CancelAsync(id);
        Assert.True(await system.Stripe.MoveRefundAsync(booking.IntentId, end));

        await Eventually.EqualsAsync(2, async () => (await system.Stripe.RefundsAsync(booking.IntentId)).Length);
        if (method == "pm_card_pendingRefund")
        {
            Assert.True(await system.Stripe.MoveRefundAsync(booking.IntentId, "succeeded"));
        }

        await buyer.WaitForStatusAsync(id, "REFUNDED");
        var refunds = await system.Stripe.RefundsAsync(booking.IntentId);
        Assert.Equal(["2", "1"], refunds.Select(refund => refund.GetProperty("metadata").GetProperty("refundNumber").GetString()));
        Assert.Equal(["succeeded", end], refunds.Select(refund => refund.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_refund_that_fails_three_times_is_blocked_until_an_operator_resumes_it()
    {
        var (buyer, booking, _) = await ConfirmedAsync("pm_card_pendingRefund");
        var id = booking.Id("bookingId");
        await buyer.CancelAsync(id);
        for (var number = 1; number <= 3; number++)
        {
            await Eventually.EqualsAsync(number, async () => (await system.Stripe.RefundsAsync(booking.IntentId)).Length);
            Assert.True(await system.Stripe.MoveRefundAsync(booking.IntentId, "failed"));
        }

        await buyer.WaitForStatusAsync(id, "REFUND_BLOCKED");
        Assert.Equal("expired_or_canceled_card", await BlockOfAsync(id));
        Assert.Equal(0, await RunAsync("refunds", "resume", $"{id}"));
        await Eventually.EqualsAsync(4, async () => (await system.Stripe.RefundsAsync(booking.IntentId)).Length);
        Assert.True(await system.Stripe.MoveRefundAsync(booking.IntentId, "succeeded"));

        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal(1, await RunAsync("refunds", "resume", $"{id}"));
    }

    [Fact]
    public async Task Money_given_back_in_the_dashboard_ends_the_booking_and_frees_its_seats()
    {
        var (buyer, booking, eventId) = await ConfirmedAsync();
        var id = booking.Id("bookingId");

        Assert.True(await system.Stripe.RefundAsync(booking.IntentId));

        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal((Hall.Price, "refunded_at_provider"), await EndOfAsync(buyer, id));
        Assert.Equal("REFUNDED/AVAILABLE", (await system.MessagesAsync(id))[^1]);
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(eventId, "A1")).Status);
    }

    [Fact]
    public async Task A_part_given_back_in_the_dashboard_is_shown_and_the_rest_is_refunded_at_the_cancellation()
    {
        var (buyer, booking, _) = await ConfirmedAsync();
        var id = booking.Id("bookingId");
        Assert.True(await system.Stripe.RefundAsync(booking.IntentId, amount: 1000));
        await Eventually.EqualsAsync((1000, null), () => EndOfAsync(buyer, id));
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(id));

        await buyer.CancelAsync(id);

        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal((Hall.Price, null), await EndOfAsync(buyer, id));
        Assert.Equal([Hall.Price - 1000, 1000], (await system.Stripe.RefundsAsync(booking.IntentId)).Select(refund => refund.GetProperty("amount").GetInt64()));
    }

    [Fact]
    public async Task A_dispute_changes_nothing_while_it_is_open_and_ends_the_booking_when_it_is_lost()
    {
        var (buyer, booking, eventId) = await ConfirmedAsync();
        var id = booking.Id("bookingId");
        Assert.True(await system.Stripe.DisputeAsync(booking.IntentId));
        await HeardAsync(booking.IntentId, "charge.dispute.funds_withdrawn");
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(id));

        Assert.True(await system.Stripe.CloseDisputeAsync(booking.IntentId, "lost"));

        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal((Hall.Price, "disputed"), await EndOfAsync(buyer, id));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(eventId, "A1")).Status);
        Assert.Empty(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    [Fact]
    public async Task Money_that_an_appeal_brings_back_after_a_lost_dispute_is_refunded()
    {
        var (buyer, booking, _) = await ConfirmedAsync();
        var id = booking.Id("bookingId");
        Assert.True(await system.Stripe.DisputeAsync(booking.IntentId));
        Assert.True(await system.Stripe.CloseDisputeAsync(booking.IntentId, "lost"));
        await buyer.WaitForStatusAsync(id, "REFUNDED");

        Assert.True(await system.Stripe.CloseDisputeAsync(booking.IntentId, "won"));

        await Eventually.EqualsAsync(1, async () => (await system.Stripe.RefundsAsync(booking.IntentId)).Length);
        await buyer.WaitForStatusAsync(id, "REFUNDED");
    }

    [Theory]
    [InlineData("won", 1, null)]
    [InlineData("lost", 0, "disputed")]
    public async Task A_disputed_payment_is_refunded_when_the_dispute_is_over_and_not_asked_for_before(string end, int refunds, string? reason)
    {
        var (buyer, booking, _) = await ConfirmedAsync();
        var id = booking.Id("bookingId");
        Assert.True(await system.Stripe.DisputeAsync(booking.IntentId));

        Assert.Equal(HttpStatusCode.Accepted, (await buyer.CancelAsync(id)).Status);
        await buyer.WaitForStatusAsync(id, "REFUND_BLOCKED");
        Assert.Equal((HttpStatusCode.OK, "REFUND_BLOCKED"), ((await buyer.CancelAsync(id)).Status, await buyer.StatusAsync(id)));
        Assert.Equal("charge_disputed", await BlockOfAsync(id));
        Assert.Equal(1, await system.ScalarAsync<int>("SELECT refund_tries FROM tbl_payment_attempt WHERE booking_id = $1", id));
        Assert.True(await system.Stripe.CloseDisputeAsync(booking.IntentId, end));

        await buyer.WaitForStatusAsync(id, "REFUNDED");
        Assert.Equal((Hall.Price, reason), await EndOfAsync(buyer, id));
        Assert.Equal(refunds, (await system.Stripe.RefundsAsync(booking.IntentId)).Length);
    }

    [Fact]
    public async Task A_refund_of_a_payment_that_the_provider_does_not_know_is_blocked()
    {
        var (buyer, booking, _) = await ConfirmedAsync();
        var id = booking.Id("bookingId");
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = payment_intent_id || '_gone' WHERE booking_id = $1", id);

        Assert.Equal(HttpStatusCode.Accepted, (await buyer.CancelAsync(id)).Status);
        await buyer.WaitForStatusAsync(id, "REFUND_BLOCKED");

        Assert.Equal("resource_missing", await BlockOfAsync(id));
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = replace(payment_intent_id, '_gone', '') WHERE booking_id = $1", id);
        Assert.Equal(0, await RunAsync("refunds", "resume", $"{id}"));
        await buyer.WaitForStatusAsync(id, "REFUNDED");
    }

    [Fact]
    public async Task The_webhook_of_a_refund_that_comes_before_that_of_its_payment_has_the_same_end()
    {
        Answer booking;
        var buyer = system.NewBuyer();
        await using (await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "payment_intent.succeeded", next = 1 } } }))
        {
            booking = await buyer.BookAsync((await system.NewEventAsync()).EventId, "A1");
            Assert.True(await system.Stripe.PayAsync(booking));
            Assert.True(await system.Stripe.RefundAsync(booking.IntentId));
            await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        }

        var succeeded = (await system.Stripe.EventAsync("payment_intent.succeeded", booking.IntentId)).GetProperty("id").GetString()!;
        await system.Stripe.ResendAsync(succeeded);

        await Eventually.IsTrueAsync(() => system.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM tbl_webhook_inbox WHERE event_id = $1 AND delivered_at IS NOT NULL)", succeeded));
        Assert.Equal("REFUNDED", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task What_was_said_before_something_else_was_recorded_is_not_recorded()
    {
        var (_, booking, _) = await ConfirmedAsync();
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", booking.Id("bookingId"));
        var asked = await system.Part<PaymentLedger>().FindAsync(attempt, CancellationToken.None);
        var before = await system.Part<StripeRefunds>().AskAsync(asked, CancellationToken.None);
        Assert.True(await system.Stripe.RefundAsync(booking.IntentId, amount: 100));
        await system.Part<Refunds>().AskAsync(attempt, CancellationToken.None);

        Assert.Null(await system.Part<RefundLedger>().RecordAsync(asked, before, refusal: null, CancellationToken.None));
        Assert.Equal(100L, await system.ScalarAsync<long>("SELECT refunded_minor FROM tbl_payment_attempt WHERE id = $1", attempt));
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("resume", "--all", "0198c0de-0000-7000-8000-000000000001")]
    [InlineData("resume", "not-an-id")]
    [InlineData("word")]
    public async Task A_command_that_is_not_understood_ends_with_2(params string[] words) => Assert.Equal(2, await RunAsync(["refunds", .. words]));

    private Task<int> RunAsync(params string[] words) => Commands.InvokeAsync(words, new RefundsCommand(system.Services));

    private Task<string> BlockOfAsync(Guid bookingId) =>
        system.ScalarAsync<string>("SELECT refund_block FROM tbl_payment_attempt WHERE booking_id = $1", bookingId);

    private static async Task<(long RefundedMinor, string? EndReason)> EndOfAsync(Buyer buyer, Guid bookingId)
    {
        var body = (await buyer.GetAsync($"/booking/bookings/{bookingId}")).Body;
        return (
            body.GetProperty("refundedMinor").GetInt64(),
            body.TryGetProperty("endReason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null);
    }

    /// <summary>Waits until a webhook about the intent has had its effect.</summary>
    private Task HeardAsync(string intentId, string type) => Eventually.IsTrueAsync(() => system.ScalarAsync<bool>(
        "SELECT EXISTS (SELECT 1 FROM tbl_webhook_inbox WHERE type = $1 AND payload LIKE '%' || $2 || '%' AND delivered_at IS NOT NULL)", type, intentId));

    private async Task<(Buyer Buyer, Answer Booking, Guid EventId)> ConfirmedAsync(string method = "pm_card_visa")
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        Assert.True(await system.Stripe.PayAsync(booking, method));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        return (buyer, booking, hall.EventId);
    }
}
