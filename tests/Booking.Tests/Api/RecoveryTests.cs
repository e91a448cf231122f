using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Dapr.Workflow;
using Microsoft.Extensions.DependencyInjection;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sales;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>What a crash leaves behind is finished by the next process, or by the sweeper of another.</summary>
[Collection(BookingSystems.Recovery)]
public sealed class RecoveryTests(BookingSystem system)
{
    [Fact]
    public async Task A_booking_whose_process_died_before_its_workflow_started_still_ends()
    {
        var hall = await system.NewEventAsync(holdSeconds: 5);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await system.RestartBookingAsync(async () => Assert.True(await BeginAsync(hold)));

        await buyer.WaitForStatusAsync(hold, "EXPIRED");

        Assert.Equal("RELEASED", await system.ScalarAsync<string>("SELECT status FROM tbl_seat_claim WHERE booking_id = $1", hold));
        Assert.Equal("EXPIRED", await system.ScalarAsync<string>("SELECT outcome FROM tbl_payment_attempt WHERE booking_id = $1", hold));
    }

    [Fact]
    public async Task A_booking_whose_process_died_before_it_could_answer_is_paid_by_asking_again()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await system.RestartBookingAsync(async () => Assert.True(await BeginAsync(hold)));

        var booking = await buyer.BookHoldAsync(hold);
        Assert.Equal(HttpStatusCode.OK, booking.Status);
        Assert.True(await system.Stripe.PayAsync(booking));

        await buyer.WaitForStatusAsync(hold, "CONFIRMED");
        Assert.Equal(1, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_payment_attempt WHERE booking_id = $1", hold));
    }

    [Fact]
    public async Task Money_that_arrives_while_the_service_is_down_is_found_when_it_is_back()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");

        await system.RestartBookingAsync(async () => Assert.True(await system.Stripe.PayAsync(booking)));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
    }

    [Fact]
    public async Task A_webhook_that_was_stored_but_not_delivered_has_its_effect_after_a_restart()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var intent = booking.Body.GetProperty("paymentIntent").GetProperty("id").GetString()!;
        await using (await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "payment_intent.succeeded", next = 1 } } }))
        {
            Assert.True(await system.Stripe.PayAsync(booking));
        }

        var succeeded = await system.Stripe.EventAsync("payment_intent.succeeded", intent);
        await system.RestartBookingAsync(async () => Assert.True(await WebhookInbox.TryStoreAsync(
            system.Database, succeeded.GetProperty("id").GetString()!, "payment_intent.succeeded", succeeded.GetRawText(), booking.IntentId, CancellationToken.None)));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
    }

    [Fact]
    public async Task A_webhook_that_the_database_refuses_holds_up_none_of_the_others()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var (booking, other) = (await buyer.BookAsync(hall.EventId, "A1"), await buyer.BookAsync(hall.EventId, "A2"));
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE payment_intent_id = $1", other.IntentId);
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = NULL WHERE id = $1", attempt);
        var created = (await system.Stripe.EventAsync("payment_intent.created", booking.IntentId)).GetRawText()
            .Replace("payment_intent.created", "payment_intent.payment_failed", StringComparison.Ordinal)
            .Replace(booking.Body.GetProperty("bookingId").GetString()!, other.Body.GetProperty("bookingId").GetString()!, StringComparison.Ordinal);
        var first = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE payment_intent_id = $1", booking.IntentId);
        var refused = created.Replace(first.ToString(), attempt.ToString(), StringComparison.Ordinal);
        await system.RestartBookingAsync(async () =>
        {
            for (var i = 0; i < 8; i++)
            {
                Assert.True(await WebhookInbox.TryStoreAsync(
                    system.Database, $"evt_refused_{i}_{attempt}", "payment_intent.payment_failed", refused, intentId: null, CancellationToken.None));
            }

            Assert.True(await WebhookInbox.TryStoreAsync(system.Database, $"evt_good_{attempt}", "charge.updated", "{}", intentId: null, CancellationToken.None));
        });

        await Eventually.IsTrueAsync(() => system.ScalarAsync<bool>(
            "SELECT outcome IS NOT NULL FROM tbl_webhook_inbox WHERE event_id = $1", $"evt_good_{attempt}"));

        Assert.Equal(1, await system.ScalarAsync<int>("SELECT attempts FROM tbl_webhook_inbox WHERE event_id = $1", $"evt_good_{attempt}"));
        Assert.Equal(8, await system.ScalarAsync<long>(
            "SELECT count(*) FROM tbl_webhook_inbox WHERE event_id LIKE 'evt_refused_%' || $1 AND outcome IS NULL AND attempts > 0", attempt.ToString()));
        await system.RunAsync("DELETE FROM tbl_webhook_inbox WHERE event_id LIKE 'evt_refused_%'");
    }

    [Fact]
    public async Task A_refund_that_was_decided_but_not_made_is_made_once()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var intent = booking.Body.GetProperty("paymentIntent").GetProperty("id").GetString()!;
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        await system.RunAsync("UPDATE tbl_booking SET status = 'REFUND_PENDING' WHERE id = $1", booking.Id("bookingId"));
        await system.RunAsync(
            "UPDATE tbl_payment_attempt SET outcome = 'REFUND_PENDING', settled_at = now() - interval '1 minute' WHERE booking_id = $1",
            booking.Id("bookingId"));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");

        Assert.Single(await system.Stripe.RefundsAsync(intent));
    }

    [Fact]
    public async Task A_provider_that_hangs_at_one_kind_of_call_holds_up_no_other_work()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var paid = await buyer.BookAsync(hall.EventId, "A1");
        Assert.True(await system.Stripe.PayAsync(paid));
        await buyer.WaitForStatusAsync(paid.Id("bookingId"), "CONFIRMED");
        Answer[] unpaid = [await buyer.BookAsync(hall.EventId, "A2"), await buyer.BookAsync(hall.EventId, "A3"), await buyer.BookAsync(hall.EventId, "A4")];
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TicketBooking.Booking",
            Sample = (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = span =>
            {
                if (span.OperationName == Steps.StripeGetIntent)
                {
                    asked.TrySetResult();
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var _ = await system.Stripe.MisbehaveAsync(
            new { api = new[] { new { @do = "Latency", operation = "payment_intents.retrieve", next = (int?)null, milliseconds = 60_000 } } });

        foreach (var booking in unpaid)
        {
            await system.RunAsync(
                "UPDATE tbl_booking SET created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day' WHERE id = $1",
                booking.Id("bookingId"));
        }

        await asked.Task.WaitAsync(TimeSpan.FromSeconds(45));
        await system.RunAsync(
            "UPDATE tbl_payment_attempt SET outcome = 'REFUND_PENDING', settled_at = now() - interval '1 hour' WHERE booking_id = $1", paid.Id("bookingId"));
        await system.RunAsync("UPDATE tbl_booking SET status = 'REFUND_PENDING' WHERE id = $1", paid.Id("bookingId"));

        await buyer.WaitForStatusAsync(paid.Id("bookingId"), "REFUNDED");
    }

    [Fact]
    public async Task Holds_of_a_process_that_died_end_when_the_next_one_starts()
    {
        var hall = await system.NewEventAsync(holdSeconds: 1);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");

        await system.RestartBookingAsync();

        await Eventually.EqualsAsync("EXPIRED", () => system.ScalarAsync<string>("SELECT status FROM tbl_booking WHERE id = $1", hold));
    }

    [Fact]
    public async Task The_history_of_a_workflow_is_purged_after_its_end()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        await system.RunAsync(
            "UPDATE tbl_payment_attempt SET settled_at = now() - interval '2 minutes' WHERE booking_id = $1", booking.Id("bookingId"));

        await Eventually.IsTrueAsync(() => system.ScalarAsync<bool>(
            "SELECT purged_at IS NOT NULL FROM tbl_payment_attempt WHERE booking_id = $1", booking.Id("bookingId")));
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", booking.Id("bookingId"));
        Assert.False(await system.Part<PaymentWorkflowClient>().IsRunningAsync(attempt, CancellationToken.None));
    }

    [Fact]
    public async Task A_workflow_that_is_gone_already_counts_as_purged()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        await system.WaitForWorkflowEndAsync(booking);
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", booking.Id("bookingId"));
        Assert.True(await system.Part<DaprWorkflowClient>().PurgeInstanceAsync($"{attempt}"));

        await system.RunAsync("UPDATE tbl_payment_attempt SET settled_at = now() - interval '2 minutes' WHERE id = $1", attempt);

        await Eventually.IsTrueAsync(() => system.ScalarAsync<bool>("SELECT purged_at IS NOT NULL FROM tbl_payment_attempt WHERE id = $1", attempt));
    }

    [Fact]
    public async Task Sale_rules_come_by_message_and_a_replay_of_older_ones_changes_nothing()
    {
        var hall = Hall.Of(Guid.CreateVersion7(), 1, 3);
        var message = hall.Message;
        await system.PublishAsync(message with { Version = 2, MaxSeatsPerBooking = 2 });
        await system.PublishAsync(message with { Version = 1, MaxSeatsPerBooking = 3 });
        await system.PublishAsync(message with { Version = 3, MaxSeatsPerBooking = 1 });
        await system.PublishAsync(message with { Version = 2, MaxSeatsPerBooking = 2 });

        await Eventually.EqualsAsync(3L, async () => (await system.Database.Command(
            "SELECT version FROM tbl_event_rules WHERE event_id = $1", hall.EventId).ListAsync(row => row.GetInt64(0), CancellationToken.None)).SingleOrDefault());
        Assert.Equal(HttpStatusCode.BadRequest, (await system.NewBuyer().HoldAsync(hall.EventId, "A1", "A2")).Status);
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, "A1")).Status);
    }

    /// <summary>What book_seat commits before it starts the workflow and asks the provider.</summary>
    private async Task<bool> BeginAsync(Guid hold)
    {
        var userId = await system.ScalarAsync<Guid>("SELECT user_id FROM tbl_booking WHERE id = $1", hold);
        var buyers = Microsoft.Extensions.Options.Options.Create(new BuyerOptions());
        var changes = new BookingChanges(
            new Platform.Outbox("tbl_booking_outbox"),
            Microsoft.Extensions.Options.Options.Create(new PaymentOptions { Grace = TimeSpan.FromSeconds(3), LeastTime = TimeSpan.Zero }),
            buyers);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new BookingMetrics(services.GetRequiredService<IMeterFactory>());
        var begun = await new PaymentStart(
            system.Database, changes, metrics, buyers, TimeProvider.System)
            .BeginAsync(hold, userId, CancellationToken.None);
        return begun.Attempt is not null;
    }
}
