using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>The provider is slow, silent or late, and the end of the attempt does not wait for it.</summary>
[Collection(BookingSystems.Payment)]
public sealed class LatePaymentTests(BookingSystem system)
{
    [Theory]
    [InlineData(false, "CONFIRMED", "PAID")]
    [InlineData(true, "REFUNDED", "REFUNDED")]
    public async Task Money_under_way_at_the_end_is_found_although_its_webhook_is_lost(bool taken, string status, string outcome)
    {
        await using var _ = await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "*", next = (int?)null } } });
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        await system.Stripe.AllowBankDebitsAsync(booking.IntentId);
        Assert.True(await system.Stripe.PayAsync(booking, "pm_usBankAccount_success"));

        await system.Part<PaymentSettlement>().EndAsync(
            await AttemptOfAsync(booking.Id("bookingId")), EndReason.TimeOver, mayWait: false, CancellationToken.None);
        Assert.Equal("EXPIRED", await buyer.StatusAsync(booking.Id("bookingId")));
        if (taken)
        {
            Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, "A1")).Status);
        }

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), status);
        Assert.Equal(
            outcome, await system.ScalarAsync<string>("SELECT outcome FROM tbl_payment_attempt WHERE booking_id = $1", booking.Id("bookingId")));
    }

    [Theory]
    [InlineData("RateLimit")]
    [InlineData("FailBefore")]
    [InlineData("DropAfter")]
    public async Task A_provider_that_does_not_say_whether_there_is_an_intent_is_asked_again(string fault)
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var attempt = await AttemptOfAsync(booking.Id("bookingId"));
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = NULL WHERE id = $1", attempt);
        var settlement = system.Part<PaymentSettlement>();
        await using (await system.Stripe.MisbehaveAsync(
            new { api = new[] { new { @do = fault, operation = "payment_intents.create", next = (int?)null } } }))
        {
            var failure = await Record.ExceptionAsync(() => settlement.EndAsync(attempt, EndReason.TimeOver, mayWait: false, CancellationToken.None));
            Assert.True(StripePayments.IsFailure(failure!, CancellationToken.None));
        }

        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
        await settlement.EndAsync(attempt, EndReason.TimeOver, mayWait: false, CancellationToken.None);
        Assert.Equal("EXPIRED", await buyer.StatusAsync(booking.Id("bookingId")));
        Assert.Equal("canceled", await system.Stripe.StatusAsync(booking.IntentId));
    }

    [Fact]
    public async Task An_intent_that_comes_when_the_attempt_has_ended_is_cancelled_and_not_handed_out()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var bookingId = booking.Id("bookingId");
        var attempt = await system.Part<PaymentLedger>().FindAsync(await AttemptOfAsync(bookingId), CancellationToken.None);
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = NULL WHERE id = $1", attempt.Id);
        Assert.True(await system.Part<PaymentLedger>().CloseAsync(attempt.Id, EndReason.TimeOver, intent: null, CancellationToken.None));

        var answer = await system.Part<Checkout>().OpenAsync(
            attempt with { IntentId = null }, mayAbandon: false, keepHold: false, CancellationToken.None);

        var refusal = Assert.IsType<ProblemHttpResult>(answer.Refusal);
        Assert.Equal(409, refusal.StatusCode);
        Assert.Equal("canceled", await system.Stripe.StatusAsync(booking.IntentId));
    }

    [Fact]
    public async Task An_attempt_is_not_closed_over_an_intent_that_came_while_the_provider_was_asked()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var bookingId = (await buyer.BookAsync(hall.EventId, "A1")).Id("bookingId");

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await system.Part<PaymentLedger>().CloseAsync(
            await AttemptOfAsync(bookingId), EndReason.TimeOver, intent: null, CancellationToken.None));

        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(bookingId));
    }

    [Fact]
    public async Task A_request_that_fails_does_not_cancel_the_payment_that_another_has_handed_out()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookHoldAsync((await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId"));
        var other = await buyer.BookAsync(hall.EventId, "A2");
        var attempt = await system.Part<PaymentLedger>().FindAsync(await AttemptOfAsync(booking.Id("bookingId")), CancellationToken.None);
        await system.StartWorkflowAsync(attempt.Id);
        await using (await system.Stripe.MisbehaveAsync(
            new { api = new[] { new { @do = "FailBefore", operation = "payment_intents.create", next = (int?)null } } }))
        {
            await system.Part<Checkout>().OpenAsync(attempt with { IntentId = null }, mayAbandon: true, keepHold: true, CancellationToken.None);
        }

        // Whatever the first workflow was told, it was told before this one, which ends.
        await system.Part<PaymentWorkflowClient>().TellAsync(
            await system.Part<PaymentLedger>().FindAsync(await AttemptOfAsync(other.Id("bookingId")), CancellationToken.None),
            new PaymentResult("", PaymentNews.Abandoned),
            CancellationToken.None);
        await system.WaitForWorkflowEndAsync(other);
        Assert.Equal("requires_payment_method", await system.Stripe.StatusAsync(booking.IntentId));
        Assert.True(await system.Part<PaymentWorkflowClient>().IsRunningAsync(attempt.Id, CancellationToken.None));
    }

    [Fact]
    public async Task An_attempt_given_up_without_a_workflow_has_its_possible_intent_cancelled()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var attempt = await AttemptOfAsync(booking.Id("bookingId"));
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = NULL WHERE id = $1", attempt);

        Assert.True(await system.Part<PaymentSettlement>().AbandonAsync(attempt, keepHold: false, CancellationToken.None));

        await Eventually.EqualsAsync("canceled", () => system.Stripe.StatusAsync(booking.IntentId));
        await Eventually.IsTrueAsync(() => system.ScalarAsync<bool>(
            "SELECT provider_settled_at IS NOT NULL FROM tbl_payment_attempt WHERE id = $1", attempt));
    }

    [Fact]
    public async Task An_amount_that_the_provider_refuses_is_409_and_leaves_the_seats_free()
    {
        var hall = await system.NewEventAsync(priceMinor: 10);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");

        var held = await buyer.BookHoldAsync(hold);
        var direct = await buyer.BookAsync(hall.EventId, "A2");

        Assert.Equal((HttpStatusCode.Conflict, "amount-not-payable"), (held.Status, held.Problem));
        Assert.Equal((HttpStatusCode.Conflict, "amount-not-payable"), (direct.Status, direct.Problem));
        Assert.Equal("amount_too_small", direct.Text("reason"));
        Assert.Equal("HELD", await buyer.StatusAsync(hold));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, "A2")).Status);
    }

    [Fact]
    public async Task The_database_says_when_the_time_is_over()
    {
        var hall = await system.NewEventAsync(holdSeconds: 2);
        var buyer = system.NewBuyer();
        var bookingId = (await buyer.BookAsync(hall.EventId, "A1")).Id("bookingId");
        await system.RunAsync("UPDATE tbl_booking SET expires_at = expires_at + interval '4 seconds' WHERE id = $1", bookingId);

        await buyer.WaitForStatusAsync(bookingId, "EXPIRED");

        Assert.True(await system.ScalarAsync<bool>(
            """
            SELECT attempt.settled_at >= booking.expires_at
            FROM tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id WHERE booking.id = $1
            """,
            bookingId));
    }

    [Fact]
    public async Task A_hold_whose_seat_was_taken_over_cannot_be_taken_to_payment()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1", "A2")).Id("holdId");
        await system.RunAsync("UPDATE tbl_seat_claim SET expires_at = now() WHERE booking_id = $1 AND seat_number = 'A2'", hold);
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, "A2")).Status);

        var answer = await buyer.BookHoldAsync(hold);

        Assert.Equal((HttpStatusCode.Conflict, "hold-expired"), (answer.Status, answer.Problem));
        Assert.Equal(0, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_payment_attempt WHERE booking_id = $1", hold));
    }

    [Fact]
    public async Task A_booking_that_ended_before_its_time_is_409()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        await system.Part<PaymentSettlement>().EndAsync(
            await AttemptOfAsync(booking.Id("bookingId")), EndReason.IntentCanceled, mayWait: false, CancellationToken.None);

        var answer = await buyer.BookHoldAsync(booking.Id("bookingId"));

        Assert.Equal((HttpStatusCode.Conflict, "hold-expired"), (answer.Status, answer.Problem));
    }

    private Task<Guid> AttemptOfAsync(Guid bookingId) =>
        system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", bookingId);
}
