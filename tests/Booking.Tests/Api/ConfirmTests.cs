using System.Net;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>Webhooks are dropped where a test must know that it was the question that found the money.</summary>
[Collection(BookingSystems.Sale)]
public sealed class ConfirmTests(BookingSystem system)
{
    private static readonly object NoWebhooks = new { webhooks = new[] { new { @do = "Drop", type = "*", next = (int?)null } } };

    [Theory]
    [InlineData("bookingId")]
    [InlineData("holdId")]
    public async Task A_confirmation_asks_the_provider_and_a_second_one_changes_nothing(string name)
    {
        await using var _ = await system.Stripe.MisbehaveAsync(NoWebhooks);
        var (buyer, booking) = await BookAsync();
        Assert.True(await system.Stripe.PayAsync(booking));

        var body = new Dictionary<string, object> { [name] = booking.Id("bookingId"), ["paymentIntentId"] = booking.IntentId };
        var first = await buyer.PostAsync("/booking/confirm", body);
        var second = await buyer.PostAsync("/booking/confirm", body);

        Assert.Equal((HttpStatusCode.OK, "CONFIRMED"), (first.Status, first.Text("status")));
        Assert.Equal((HttpStatusCode.OK, "CONFIRMED"), (second.Status, second.Text("status")));
        Assert.Equal(booking.IntentId, second.Text("paymentIntentId"));
        Assert.Equal(2, await system.ScalarAsync<long>(
            "SELECT count(*) FROM tbl_booking_outbox WHERE aggregate_id = $1", booking.Text("bookingId")));
    }

    [Fact]
    public async Task A_confirmed_booking_s_workflow_ends_without_waiting_for_the_webhook()
    {
        await using var _ = await system.Stripe.MisbehaveAsync(NoWebhooks);
        var (buyer, booking) = await BookAsync();
        Assert.True(await system.Stripe.PayAsync(booking));

        Assert.Equal(HttpStatusCode.OK, (await buyer.ConfirmAsync(booking)).Status);

        await system.WaitForWorkflowEndAsync(booking);
    }

    [Fact]
    public async Task What_is_not_paid_is_402_with_the_intent_s_status_and_stays_as_it_is()
    {
        var (buyer, booking) = await BookAsync();

        var fresh = await buyer.ConfirmAsync(booking);
        Assert.False(await system.Stripe.PayAsync(booking, "pm_card_chargeDeclined"));
        var declined = await buyer.ConfirmAsync(booking);
        await system.Stripe.AllowBankDebitsAsync(booking.IntentId);
        Assert.True(await system.Stripe.PayAsync(booking, "pm_usBankAccount_processing"));
        var processing = await buyer.ConfirmAsync(booking);

        Assert.Equal((HttpStatusCode.PaymentRequired, "payment-required"), (fresh.Status, fresh.Problem));
        Assert.Equal("requires_payment_method", fresh.Text("paymentIntentStatus"));
        Assert.Equal(HttpStatusCode.PaymentRequired, declined.Status);
        Assert.Equal("processing", processing.Text("paymentIntentStatus"));
        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task Only_the_owner_may_ask_and_only_about_the_booking_s_own_intent()
    {
        var (buyer, booking) = await BookAsync();
        var (stranger, other) = await BookAsync();
        Assert.True(await system.Stripe.PayAsync(other));

        var asStranger = await stranger.ConfirmAsync(booking);
        var withForeign = await buyer.PostAsync("/booking/confirm", new { bookingId = booking.Id("bookingId"), paymentIntentId = other.IntentId });
        var withUnknown = await buyer.PostAsync("/booking/confirm", new { bookingId = booking.Id("bookingId"), paymentIntentId = "pi_none" });

        Assert.Equal((HttpStatusCode.NotFound, "booking-not-found"), (asStranger.Status, asStranger.Problem));
        Assert.Equal((HttpStatusCode.Conflict, "payment-of-another-booking"), (withForeign.Status, withForeign.Problem));
        Assert.Equal((HttpStatusCode.Conflict, "payment-of-another-booking"), (withUnknown.Status, withUnknown.Problem));
        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Theory]
    [InlineData("""{"bookingId":"ID"}""")]
    [InlineData("""{"bookingId":"ID","paymentIntentId":""}""")]
    [InlineData("""{"bookingId":"ID","paymentIntentId":"pi_\u0000"}""")]
    [InlineData("""{"paymentIntentId":"pi_1"}""")]
    [InlineData("""{"bookingId":"ID","holdId":"0198c0de-0000-7000-8000-000000000001","paymentIntentId":"pi_1"}""")]
    [InlineData("rubbish")]
    public async Task A_question_that_makes_no_sense_is_400(string body)
    {
        var id = Guid.CreateVersion7().ToString();

        var refused = await system.NewBuyer().PostRawAsync("/booking/confirm", body.Replace("ID", id, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.False(string.IsNullOrEmpty(refused.Problem));
    }

    [Fact]
    public async Task A_provider_that_is_down_is_503_and_what_was_paid_is_confirmed_when_it_is_back()
    {
        await using var quiet = await system.Stripe.MisbehaveAsync(NoWebhooks);
        var (buyer, booking) = await BookAsync();
        Assert.True(await system.Stripe.PayAsync(booking));
        Answer refused;
        await using (await system.Stripe.MisbehaveAsync(
            new { api = new[] { new { @do = "FailBefore", operation = "payment_intents.retrieve", next = (int?)null } } }))
        {
            refused = await buyer.ConfirmAsync(booking);
        }

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "payment-provider-unavailable"), (refused.Status, refused.Problem));
        Assert.Equal("CONFIRMED", (await buyer.ConfirmAsync(booking)).Text("status"));
    }

    private async Task<(Buyer Buyer, Answer Booking)> BookAsync()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        return (buyer, await buyer.BookAsync(hall.EventId, "A1"));
    }
}
