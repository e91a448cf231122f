using System.Net;
using System.Text.Json;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Sidecar.Wire;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Payment)]
public sealed class PaymentTests(BookingSystem system)
{
    [Fact]
    public async Task A_seat_that_is_paid_for_is_booked_and_shown_to_its_buyer_only()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();

        var booking = await buyer.PostAsync("/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A1", userId = buyer.UserId, paymentMethod = "card" });
        Assert.Equal(HttpStatusCode.Created, booking.Status);
        Assert.Equal("PENDING_PAYMENT", booking.Text("status"));
        var intent = booking.Body.GetProperty("paymentIntent");
        Assert.Equal(Hall.Price, intent.GetProperty("amount").GetInt64());
        Assert.Equal("EUR", intent.GetProperty("currency").GetString());
        Assert.StartsWith("pi_", intent.GetProperty("clientSecret").GetString(), StringComparison.Ordinal);
        Assert.True(await system.Stripe.PayAsync(booking));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        var list = await buyer.GetAsync("/booking/bookings");
        var listed = Assert.Single(list.Body.GetProperty("items").EnumerateArray());
        Assert.Equal(intent.GetProperty("id").GetString(), listed.GetProperty("paymentIntentId").GetString());
        Assert.Equal("A1", listed.GetProperty("seats")[0].GetProperty("seatNumber").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await system.NewBuyer().GetAsync($"/booking/bookings/{booking.Id("bookingId")}")).Status);
        var refused = await system.NewBuyer().HoldAsync(hall.EventId, "A1");
        Assert.Equal("BOOKED", refused.Body.GetProperty("conflicts")[0].GetProperty("reason").GetString());
        Assert.Equal(
            ["PENDING_PAYMENT/HELD/1", "CONFIRMED/BOOKED/2"],
            await MessagesAsync(booking.Id("bookingId")));
    }

    /// <summary>On daprd each of these is a job of the scheduler, and the most of what a payment costs.</summary>
    [Fact]
    public async Task A_booking_that_is_paid_at_once_is_two_turns_of_its_workflow_and_three_jobs()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var attempt = await AttemptOfAsync(booking);
        Assert.Empty(await system.WorkflowHistoryAsync(attempt));

        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        await system.WaitForWorkflowEndAsync(booking);

        var history = await system.WorkflowHistoryAsync(attempt);
        Assert.Equal(2, history.Count(happened => happened.WorkflowStarted is not null));
        Assert.Equal(["start", "activity", "result"], history.Select(JobOf).OfType<string>());

        static string? JobOf(HistoryEvent happened) => happened.EventTypeCase switch
        {
            HistoryEvent.EventTypeOneofCase.ExecutionStarted => "start",
            HistoryEvent.EventTypeOneofCase.EventRaised => "event",
            HistoryEvent.EventTypeOneofCase.TimerCreated => "timer",
            HistoryEvent.EventTypeOneofCase.TaskScheduled => "activity",
            HistoryEvent.EventTypeOneofCase.TaskCompleted or HistoryEvent.EventTypeOneofCase.TaskFailed => "result",
            _ => null,
        };
    }

    [Fact]
    public async Task One_statement_confirms_a_booking_as_the_automaton_does()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var (one, other) = (await buyer.BookAsync(hall.EventId, "A1"), await buyer.BookAsync(hall.EventId, "A2"));
        var ledger = system.Part<PaymentLedger>();

        Assert.True(await ledger.TryConfirmAsync(await AttemptOfAsync(one), byWorkflow: false, CancellationToken.None));
        Assert.Equal(BookingStatus.Confirmed, (await ledger.SettleAsync(await AttemptOfAsync(other), CancellationToken.None)).Status);

        Assert.Equal(await StateAsync(other.Id("bookingId")), await StateAsync(one.Id("bookingId")));
        Assert.Equal("CONFIRMED PAID BOOKED/2 bookingId,eventId,occurredAt,seats,status CONFIRMED/BOOKED/2", await StateAsync(one.Id("bookingId")));
        Assert.False(await ledger.TryConfirmAsync(await AttemptOfAsync(one), byWorkflow: false, CancellationToken.None));
    }

    [Theory]
    [InlineData("UPDATE tbl_booking SET cancelled_at = now() WHERE id = $1")]
    [InlineData("UPDATE tbl_booking SET status = 'EXPIRED' WHERE id = $1")]
    [InlineData("UPDATE tbl_seat_claim SET status = 'RELEASED', expires_at = NULL WHERE booking_id = $1")]
    [InlineData("UPDATE tbl_event_rules SET status = 'CANCELLED' WHERE event_id = (SELECT event_id FROM tbl_booking WHERE id = $1)")]
    [InlineData("INSERT INTO tbl_event_closure (event_id) SELECT event_id FROM tbl_booking WHERE id = $1")]
    [InlineData("UPDATE tbl_payment_attempt SET outcome = 'ABANDONED', settled_at = now() WHERE booking_id = $1")]
    public async Task One_statement_confirms_no_other_booking(string change)
    {
        var hall = await system.NewEventAsync();
        var booking = await system.NewBuyer().BookAsync(hall.EventId, "A1");
        await system.RunAsync(change, booking.Id("bookingId"));
        var before = await StateAsync(booking.Id("bookingId"));

        Assert.False(await system.Part<PaymentLedger>().TryConfirmAsync(await AttemptOfAsync(booking), byWorkflow: true, CancellationToken.None));

        Assert.Equal(before, await StateAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task A_hold_is_taken_to_payment_and_asking_again_gives_the_same_intent()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = await buyer.HoldAsync(hall.EventId, "A1", "A2");

        var first = await buyer.BookHoldAsync(hold.Id("holdId"));
        var second = await buyer.BookHoldAsync(hold.Id("holdId"));

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(hold.Id("holdId"), first.Id("bookingId"));
        Assert.Equal(hold.Text("expiresAt"), first.Text("expiresAt"));
        Assert.Equal(
            first.Body.GetProperty("paymentIntent").GetProperty("clientSecret").GetString(),
            second.Body.GetProperty("paymentIntent").GetProperty("clientSecret").GetString());
        Assert.Single(await system.Stripe.IntentsOfAsync(hold.Id("holdId")));
        Assert.Equal("wrong-status", (await buyer.ReleaseAsync(hold.Id("holdId"))).Problem);
    }

    [Fact]
    public async Task A_refused_booking_says_why()
    {
        var hall = await system.NewEventAsync(holdSeconds: 5);
        var (owner, stranger) = (system.NewBuyer(), system.NewBuyer());
        var hold = (await owner.HoldAsync(hall.EventId, "A1")).Id("holdId");

        var heldAsAnother = await stranger.PostAsync("/booking/holds", new { eventId = hall.EventId, quantity = 1, userId = owner.UserId });
        Assert.Equal((HttpStatusCode.Forbidden, "not-yourself"), (heldAsAnother.Status, heldAsAnother.Problem));
        var asAnother = await stranger.PostAsync("/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A2", userId = owner.UserId });
        Assert.Equal((HttpStatusCode.Forbidden, "not-yourself"), (asAnother.Status, asAnother.Problem));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.BookHoldAsync(hold)).Status);
        Assert.Equal("unknown-seats", (await stranger.BookAsync(hall.EventId, "Q1")).Problem);
        Assert.Equal("event-not-found", (await stranger.BookAsync(Guid.CreateVersion7(), "A1")).Problem);
        Assert.Equal("seats-unavailable", (await stranger.BookAsync(hall.EventId, "A1")).Problem);
        await owner.WaitForStatusAsync(hold, "EXPIRED");
        var late = await owner.BookHoldAsync(hold);
        Assert.Equal((HttpStatusCode.Conflict, "hold-expired"), (late.Status, late.Problem));
    }

    [Theory]
    [InlineData("""{"eventId":"EVENT"}""")]
    [InlineData("""{"eventId":"EVENT","seatNumber":"A1","seatNumbers":["A2"]}""")]
    [InlineData("""{"eventId":"EVENT","seatNumber":""}""")]
    [InlineData("""{"eventId":"EVENT","seatNumber":"A1","paymentMethod":"gold"}""")]
    [InlineData("""{"eventId":"EVENT","seatNumbers":["A1","A1"]}""")]
    [InlineData("""{"seatNumber":"A1"}""")]
    [InlineData("rubbish")]
    public async Task A_booking_that_makes_no_sense_is_400(string body)
    {
        var hall = await system.NewEventAsync();

        var refused = await system.NewBuyer().PostRawAsync(
            "/booking/book_seat", body.Replace("EVENT", hall.EventId.ToString(), StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.False(string.IsNullOrEmpty(refused.Problem));
    }

    [Fact]
    public async Task A_price_in_the_request_changes_nothing()
    {
        var hall = await system.NewEventAsync();

        var booking = await system.NewBuyer().PostAsync(
            "/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A1", pricePerSeat = 1 });

        Assert.Equal(Hall.Price, booking.Body.GetProperty("amountMinor").GetInt64());
        Assert.Equal(Hall.Price, booking.Body.GetProperty("paymentIntent").GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task Fields_that_nothing_here_knows_are_400_by_name_and_nothing_is_held()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();

        var booked = await buyer.PostAsync(
            "/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A1", priceMinor = 1, currency = "XXX", pricePerSeat = 1 });
        var held = await buyer.PostAsync("/booking/holds", new { eventId = hall.EventId, seats = new[] { "A1" }, price = 1 });

        Assert.Equal((HttpStatusCode.BadRequest, "unknown-fields"), (booked.Status, booked.Problem));
        Assert.Equal(["priceMinor", "currency"], booked.Body.GetProperty("fields").EnumerateArray().Select(field => field.GetString()));
        Assert.Equal((HttpStatusCode.BadRequest, "unknown-fields"), (held.Status, held.Problem));
        Assert.Equal(0L, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE event_id = $1", hall.EventId));
        var anonymous = await system.Anonymous().PostAsync("/booking/holds", new { price = 1 });
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.Status);
    }

    [Fact]
    public async Task A_declined_card_keeps_the_seats_and_another_card_may_be_tried()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");

        Assert.False(await system.Stripe.PayAsync(booking, "pm_card_chargeDeclined"));
        await WaitForWebhookAsync("payment_intent.payment_failed", IntentOf(booking));
        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
        Assert.True(await system.Stripe.PayAsync(booking));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
    }

    [Fact]
    public async Task Too_many_declined_cards_end_the_booking_cancel_its_intent_and_free_its_seats()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");

        for (var card = 0; card < 3; card++)
        {
            Assert.False(await system.Stripe.PayAsync(booking, "pm_card_chargeDeclined"));
        }

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "PAYMENT_FAILED");
        Assert.Equal("canceled", await system.Stripe.StatusAsync(IntentOf(booking)));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, "A1")).Status);
    }

    [Fact]
    public async Task An_unpaid_booking_cancels_its_intent_before_its_seats_are_free()
    {
        var hall = await system.NewEventAsync(holdSeconds: 2);
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "EXPIRED");

        Assert.Equal("canceled", await system.Stripe.StatusAsync(IntentOf(booking)));
        Assert.Equal(["PENDING_PAYMENT/HELD/1", "EXPIRED/AVAILABLE/2"], await MessagesAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task Money_that_is_there_but_unheard_of_at_the_end_is_found_by_asking_the_provider()
    {
        var hall = await system.NewEventAsync(holdSeconds: 3);
        var buyer = system.NewBuyer();
        await using var _ = await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "payment_intent.succeeded", next = 1 } } });
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        Assert.True(await system.Stripe.PayAsync(booking));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
    }

    [Fact]
    public async Task A_payment_under_way_at_the_end_is_waited_for()
    {
        var hall = await system.NewEventAsync(holdSeconds: 2);
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        await system.Stripe.AllowBankDebitsAsync(booking.IntentId);
        Assert.True(await system.Stripe.PayAsync(booking, "pm_usBankAccount_success"));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");

        Assert.Empty(await system.Stripe.RefundsAsync(IntentOf(booking)));
    }

    [Fact]
    public async Task A_provider_that_is_down_is_503_keeps_a_hold_and_leaves_a_direct_booking_free()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await using (await system.Stripe.MisbehaveAsync(new { api = new[] { new { @do = "FailBefore", operation = "payment_intents.create", next = (int?)null } } }))
        {
            var held = await buyer.BookHoldAsync(hold);
            var direct = await buyer.BookAsync(hall.EventId, "A2");

            Assert.Equal((HttpStatusCode.ServiceUnavailable, "payment-provider-unavailable"), (held.Status, held.Problem));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "payment-provider-unavailable"), (direct.Status, direct.Problem));
        }

        Assert.Equal("HELD", await buyer.StatusAsync(hold));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, "A2")).Status);
        var again = await buyer.BookHoldAsync(hold);
        Assert.Equal(HttpStatusCode.Created, again.Status);
        Assert.True(await system.Stripe.PayAsync(again));
        await buyer.WaitForStatusAsync(hold, "CONFIRMED");
    }

    [Fact]
    public async Task An_intent_whose_answer_was_lost_is_cancelled_later()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        await using (await system.Stripe.MisbehaveAsync(new { api = new[] { new { @do = "DropAfter", operation = "payment_intents.create", next = 3 } } }))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await buyer.BookAsync(hall.EventId, "A1")).Status);
        }

        var bookingId = (await buyer.GetAsync("/booking/bookings")).Body.GetProperty("items")[0].GetProperty("bookingId").GetGuid();
        await Eventually.EqualsAsync("canceled", async () =>
            (await system.Stripe.IntentsOfAsync(bookingId)).Single().GetProperty("status").GetString());
        Assert.Equal("RELEASED", await buyer.StatusAsync(bookingId));
    }

    [Fact]
    public async Task Money_after_the_end_buys_the_seats_if_they_are_still_free()
    {
        var (buyer, booking, _) = await PaidAfterTheEndAsync(taken: false);

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");

        Assert.Empty(await system.Stripe.RefundsAsync(IntentOf(booking)));
    }

    [Fact]
    public async Task Money_after_the_end_goes_back_exactly_once_if_the_seats_are_taken()
    {
        var (buyer, booking, other) = await PaidAfterTheEndAsync(taken: true);
        var succeeded = await system.Stripe.EventAsync("payment_intent.succeeded", IntentOf(booking));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        for (var i = 0; i < 3; i++)
        {
            await system.Stripe.ResendAsync(succeeded.GetProperty("id").GetString()!);
        }

        var attempt = await AttemptOfAsync(booking);
        var settlement = system.Part<PaymentSettlement>();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => settlement.MoneyArrivedAsync(attempt, CancellationToken.None)));
        var refund = Assert.Single(await system.Stripe.RefundsAsync(IntentOf(booking)));
        Assert.Equal(Hall.Price, refund.GetProperty("amount").GetInt64());
        var kept = (await other!.GetAsync("/booking/bookings")).Body.GetProperty("items")[0];
        Assert.Equal("HELD", kept.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_payment_its_end_and_a_new_buyer_race_and_the_seat_has_one_owner()
    {
        await using var _ = await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "*", next = (int?)null } } });
        var settlement = system.Part<PaymentSettlement>();
        for (var round = 0; round < 10; round++)
        {
            var hall = await system.NewEventAsync();
            var (buyer, other) = (system.NewBuyer(), system.NewBuyer());
            var booking = await buyer.BookAsync(hall.EventId, "A1");
            var attempt = await AttemptOfAsync(booking);
            Assert.True(await system.Stripe.PayAsync(booking));
            await system.RunAsync("UPDATE tbl_seat_claim SET expires_at = now() WHERE event_id = $1", hall.EventId);

            var newHold = other.HoldAsync(hall.EventId, "A1");
            await Task.WhenAll(
                newHold,
                settlement.MoneyArrivedAsync(attempt, CancellationToken.None),
                settlement.EndAsync(attempt, EndReason.TimeOver, mayWait: false, CancellationToken.None),
                settlement.MoneyArrivedAsync(attempt, CancellationToken.None));

            var refunds = await system.Stripe.RefundsAsync(IntentOf(booking));
            var status = await buyer.StatusAsync(booking.Id("bookingId"));
            Assert.Equal(
                (await newHold).Status == HttpStatusCode.Created ? ("REFUNDED", 1) : ("CONFIRMED", 0), (status, refunds.Length));
        }
    }

    [Fact]
    public async Task Money_of_a_second_attempt_for_a_paid_booking_is_refunded()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        var second = Guid.CreateVersion7();
        await system.RunAsync(
            "INSERT INTO tbl_payment_attempt (id, booking_id, number, outcome, settled_at, provider_settled_at) VALUES ($1, $2, 2, 'ABANDONED', now(), now())",
            second,
            booking.Id("bookingId"));
        var intent = await system.Part<StripePayments>().CreateAsync(
            (await PaymentAttempts.FindAsync(system.Database, second, CancellationToken.None))!, CancellationToken.None);

        Assert.True(await system.Stripe.PayAsync(intent.Id));

        await Eventually.EqualsAsync("REFUNDED", () => system.ScalarAsync<string>("SELECT outcome FROM tbl_payment_attempt WHERE id = $1", second));
        Assert.Single(await system.Stripe.RefundsAsync(intent.Id));
        Assert.Empty(await system.Stripe.RefundsAsync(IntentOf(booking)));
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(booking.Id("bookingId")));
        Assert.Equal(IntentOf(booking), (await buyer.GetAsync($"/booking/bookings/{booking.Id("bookingId")}")).Text("paymentIntentId"));
    }

    [Fact]
    public async Task A_success_that_arrives_before_the_intents_id_is_matched_by_attempt_id()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        await system.RunAsync(
            "UPDATE tbl_payment_attempt SET payment_intent_id = NULL WHERE id = $1", await AttemptOfAsync(booking));

        Assert.True(await system.Stripe.PayAsync(booking));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        Assert.Equal(IntentOf(booking), (await buyer.GetAsync($"/booking/bookings/{booking.Id("bookingId")}")).Text("paymentIntentId"));
    }

    /// <summary>The buyer pays, no webhook says so, and the booking is ended as if the intent could not be found.</summary>
    private async Task<(Buyer Buyer, Answer Booking, Buyer? Other)> PaidAfterTheEndAsync(bool taken)
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var bookingId = booking.Id("bookingId");
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'RELEASED', expires_at = NULL, version = version + 1 WHERE booking_id = $1", bookingId);
        await system.RunAsync("UPDATE tbl_booking SET status = 'EXPIRED' WHERE id = $1", bookingId);
        await system.RunAsync("UPDATE tbl_payment_attempt SET outcome = 'EXPIRED', settled_at = now(), provider_settled_at = now() WHERE booking_id = $1", bookingId);
        Buyer? other = null;
        if (taken)
        {
            other = system.NewBuyer();
            Assert.Equal(HttpStatusCode.Created, (await other.HoldAsync(hall.EventId, "A1")).Status);
        }

        Assert.True(await system.Stripe.PayAsync(booking));
        return (buyer, booking, other);
    }

    private static string IntentOf(Answer booking) => booking.Body.GetProperty("paymentIntent").GetProperty("id").GetString()!;

    private Task<Guid> AttemptOfAsync(Answer booking) =>
        system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE payment_intent_id = $1", IntentOf(booking));

    private Task WaitForWebhookAsync(string type, string intentId) => Eventually.IsTrueAsync(() => system.ScalarAsync<bool>(
        "SELECT EXISTS (SELECT 1 FROM tbl_webhook_inbox WHERE type = $1 AND payload LIKE '%' || $2 || '%' AND outcome = 'DELIVERED')", type, intentId));

    private async Task<string[]> MessagesAsync(Guid bookingId)
    {
        var all = await system.ScalarAsync<string>(
            "SELECT json_agg(payload ORDER BY occurred_at)::text FROM tbl_booking_outbox WHERE aggregate_id = $1", bookingId.ToString());
        return [.. JsonSerializer.Deserialize<JsonElement[]>(all)!.Select(message =>
        {
            var seat = message.GetProperty("seats")[0];
            return $"{message.GetProperty("status")}/{seat.GetProperty("status")}/{seat.GetProperty("version")}";
        })];
    }

    /// <summary>What a booking has written: its status, its attempt, its seat and its last message.</summary>
    private Task<string> StateAsync(Guid bookingId) => system.ScalarAsync<string>(
        """
        SELECT concat_ws(' ', booking.status, attempt.outcome, claim.status || '/' || claim.version,
          (SELECT string_agg(key, ',' ORDER BY key) FROM jsonb_object_keys(message.payload) AS key),
          concat_ws('/', message.payload ->> 'status', message.payload #>> '{seats,0,status}', message.payload #>> '{seats,0,version}'))
        FROM tbl_booking booking
        JOIN tbl_payment_attempt attempt ON attempt.booking_id = booking.id
        JOIN tbl_seat_claim claim ON claim.booking_id = booking.id
        CROSS JOIN LATERAL (
          SELECT payload FROM tbl_booking_outbox WHERE aggregate_id = booking.id::text ORDER BY occurred_at DESC LIMIT 1) AS message
        WHERE booking.id = $1
        """,
        bookingId);
}
