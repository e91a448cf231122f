using System.Net;
using System.Text.Json;
using Dapr.Workflow;
using Stripe;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Payment)]
public sealed class WebhookTests(BookingSystem system)
{
    [Fact]
    public async Task A_forged_old_or_altered_webhook_is_refused_and_not_stored()
    {
        var id = NewEventId();
        var body = Event(id, "payment_intent.succeeded");
        var old = TimeProvider.System.GetUtcNow().AddSeconds(-301).ToUnixTimeSeconds();

        foreach (var signature in (string[])[
            EventUtility.GenerateSignatureHeader(body, "whsec_guessed"),
            EventUtility.GenerateSignatureHeader(body, BookingSystem.WebhookSecret, old),
            EventUtility.GenerateSignatureHeader(body + " ", BookingSystem.WebhookSecret),
            "t=1,v1=00",
            "t=x",
            "rubbish"])
        {
            var refused = await SendAsync(body, signature);
            Assert.Equal((HttpStatusCode.BadRequest, "bad-signature"), (refused.Status, refused.Problem));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await system.Anonymous().PostRawAsync("/booking/webhook/stripe", body)).Status);
        Assert.Equal(0, await StoredAsync(id));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Signed_rubbish_is_400(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(body, Sign(body))).Status);

    public static TheoryData<string?, string?, string?> UnusableIds => new()
    {
        { null, "payment_intent.succeeded", "pi_1" },
        { "", "payment_intent.succeeded", "pi_1" },
        { "evt_\0", "payment_intent.succeeded", "pi_1" },
        { new string('e', 256), "payment_intent.succeeded", "pi_1" },
        { "evt_1", null, "pi_1" },
        { "evt_1", "payment_intent.\0", "pi_1" },
        { "evt_1", new string('t', 256), "pi_1" },
        { "evt_1", "payment_intent.succeeded", null },
        { "evt_1", "payment_intent.succeeded", "pi_\0" },
        { "evt_1", "payment_intent.succeeded", new string('p', 256) },
    };

    [Theory]
    [MemberData(nameof(UnusableIds))]
    public async Task A_signed_event_with_an_id_that_is_missing_too_long_or_has_a_NUL_is_400_and_not_stored(string? id, string? type, string? intentId)
    {
        var body = JsonSerializer.Serialize(new
        {
            id,
            @object = "event",
            api_version = "2026-10-28.endive",
            type,
            data = new { @object = new { id = intentId, @object = "payment_intent", status = "succeeded" } },
        });

        var refused = await SendAsync(body, Sign(body));

        Assert.Equal((HttpStatusCode.BadRequest, "bad-event"), (refused.Status, refused.Problem));
        Assert.Equal(0, await StoredAsync("evt_1"));
    }

    [Theory]
    [InlineData("refund.updated", "refund")]
    [InlineData("charge.refunded", "charge")]
    [InlineData("charge.dispute.closed", "dispute")]
    public async Task An_event_about_a_refund_of_an_impossible_intent_is_400_and_of_an_unknown_one_is_ignored(string type, string kind)
    {
        var (impossible, unknown) = (Return(NewEventId(), type, kind, "pi_\0"), NewEventId());
        Assert.Equal("bad-event", (await SendAsync(impossible, Sign(impossible))).Problem);
        var body = Return(unknown, type, kind, "pi_of_another_shop");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(body, Sign(body))).Status);

        await Eventually.EqualsAsync("IGNORED", () => OutcomeAsync(unknown));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signed_success_is_not_believed_when_the_provider_says_otherwise(bool hasWorkflow)
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", booking.Id("bookingId"));
        if (!hasWorkflow)
        {
            await system.StartWorkflowAsync(attempt);
            await system.Part<DaprWorkflowClient>().TerminateWorkflowAsync($"{attempt}", null, CancellationToken.None);
            await system.WaitForWorkflowEndAsync(booking);
        }

        var id = NewEventId();
        var body = Event(id, "payment_intent.succeeded", attempt.ToString()).Replace("pi_unknown", booking.IntentId, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(body, Sign(body))).Status);

        await Eventually.EqualsAsync("IGNORED", () => OutcomeAsync(id));
        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
        Assert.Equal(hasWorkflow, await system.Part<PaymentWorkflowClient>().IsRunningAsync(attempt, CancellationToken.None));

        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
    }

    [Fact]
    public async Task An_event_about_a_known_intent_that_tells_of_no_money_is_ignored()
    {
        var hall = await system.NewEventAsync();
        var booking = await system.NewBuyer().BookAsync(hall.EventId, "A1");
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", booking.Id("bookingId"));
        var id = NewEventId();
        var body = Event(id, "payment_intent.created", attempt.ToString()).Replace("pi_unknown", booking.IntentId, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(body, Sign(body))).Status);

        await Eventually.EqualsAsync("IGNORED", () => OutcomeAsync(id));
    }

    [Fact]
    public async Task A_body_that_is_far_too_large_is_refused()
    {
        var body = new string('x', 300 * 1024);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync(body, Sign(body))).Status);
    }

    [Theory]
    [InlineData("/booking/webhook/stripe", BookingSystem.WebhookSecret)]
    [InlineData("/booking/webhook/payment_successful", BookingSystem.WebhookSecret)]
    [InlineData("/booking/webhook/payment_failed", BookingSystem.OldWebhookSecret)]
    public async Task Every_path_and_secret_is_accepted_and_a_foreign_event_is_stored_and_ignored(string path, string secret)
    {
        var id = NewEventId();
        var body = Event(id, "payment_intent.succeeded");

        var answer = await system.Anonymous().PostRawAsync(path, body, ("Stripe-Signature", EventUtility.GenerateSignatureHeader(body, secret)));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        await Eventually.EqualsAsync("IGNORED", () => OutcomeAsync(id));
    }

    [Fact]
    public async Task An_event_of_a_type_we_do_not_know_is_stored_and_ignored()
    {
        var id = NewEventId();
        var body = Event(id, "customer.created");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(body, Sign(body))).Status);

        await Eventually.EqualsAsync("IGNORED", () => OutcomeAsync(id));
    }

    [Fact]
    public async Task Ten_times_the_same_success_is_one_booking_and_one_row()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        await using (await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Duplicate", type = "payment_intent.succeeded", times = 10 } } }))
        {
            var booking = await buyer.BookAsync(hall.EventId, "A1");
            Assert.True(await system.Stripe.PayAsync(booking));
            await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
            var intent = booking.Body.GetProperty("paymentIntent").GetProperty("id").GetString()!;
            var succeeded = (await system.Stripe.EventAsync("payment_intent.succeeded", intent)).GetProperty("id").GetString()!;
            await system.Stripe.ResendAsync(succeeded);

            await Eventually.IsTrueAsync(async () => await OutcomeAsync(succeeded) is "DELIVERED" or "APPLIED");
            Assert.Equal(1, await StoredAsync(succeeded));
            Assert.Equal(2, await system.ScalarAsync<long>("SELECT version FROM tbl_seat_claim WHERE event_id = $1", hall.EventId));
            Assert.Empty(await system.Stripe.RefundsAsync(intent));
        }
    }

    [Fact]
    public async Task A_failure_that_comes_after_the_success_changes_nothing()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var intent = booking.Body.GetProperty("paymentIntent").GetProperty("id").GetString()!;
        await using (await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "payment_intent.payment_failed", next = 3 } } }))
        {
            Assert.False(await system.Stripe.PayAsync(booking, "pm_card_chargeDeclined"));
            Assert.True(await system.Stripe.PayAsync(booking));
            await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        }

        var failed = (await system.Stripe.EventAsync("payment_intent.payment_failed", intent)).GetProperty("id").GetString()!;
        await system.Stripe.ResendAsync(failed);

        await Eventually.IsTrueAsync(async () => await StoredAsync(failed) == 1 && await OutcomeAsync(failed) is "IGNORED" or "DELIVERED");
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task A_webhook_about_an_intent_that_is_not_the_attempts_own_has_no_effect()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", booking.Id("bookingId"));
        var id = NewEventId();
        var body = Event(id, "payment_intent.succeeded", attempt.ToString());

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(body, Sign(body))).Status);

        await Eventually.EqualsAsync("IGNORED", () => OutcomeAsync(id));
        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    private static string NewEventId() => $"evt_{Guid.CreateVersion7():N}";

    private static string Event(string id, string type, string attemptId = "") => JsonSerializer.Serialize(new
    {
        id,
        @object = "event",
        api_version = "2026-10-28.endive",
        created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        type,
        data = new { @object = new { id = "pi_unknown", @object = "payment_intent", amount = 1, currency = "eur", status = "succeeded", metadata = new { attemptId } } },
    });

    private static string Return(string id, string type, string kind, string intentId) => JsonSerializer.Serialize(new
    {
        id,
        @object = "event",
        api_version = "2026-10-28.endive",
        type,
        data = new { @object = new { id = "x_1", @object = kind, payment_intent = intentId, status = "failed" } },
    });

    private static string Sign(string body) => EventUtility.GenerateSignatureHeader(body, BookingSystem.WebhookSecret);

    private Task<Answer> SendAsync(string body, string signature) =>
        system.Anonymous().PostRawAsync("/booking/webhook/stripe", body, ("Stripe-Signature", signature));

    private Task<long> StoredAsync(string id) => system.ScalarAsync<long>("SELECT count(*) FROM tbl_webhook_inbox WHERE event_id = $1", id);

    private Task<string?> OutcomeAsync(string id) => system.ScalarAsync<string?>("SELECT COALESCE(max(outcome), '') FROM tbl_webhook_inbox WHERE event_id = $1", id);
}
