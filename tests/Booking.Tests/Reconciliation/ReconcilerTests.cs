using Dapr.Workflow;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Reconciliation;

/// <summary>Breaks one thing by hand, as a bug, an operator or a restored backup would, and looks what the reconciler makes of it.</summary>
[Collection(BookingSystems.Recovery)]
public sealed class ReconcilerTests(BookingSystem system)
{
    [Fact]
    public async Task What_is_as_it_should_be_is_no_finding()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var held = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        var pending = (await buyer.BookAsync(hall.EventId, "A2")).Id("bookingId");
        var (confirmed, _) = await ConfirmedAsync(buyer, hall.EventId, "A3");
        var (refunded, _) = await ConfirmedAsync(buyer, hall.EventId, "A4");
        await buyer.CancelAsync(refunded);
        await buyer.WaitForStatusAsync(refunded, "REFUNDED");

        var results = await ReconcileAsync(TimeSpan.FromSeconds(2));

        Guid[] all = [held, pending, confirmed, refunded];
        Assert.DoesNotContain(results, result => all.Contains(Guid.TryParse(result.Finding.Subject, out var id) ? id : Guid.Empty));
    }

    [Fact]
    public async Task A_confirmed_booking_that_lost_a_seat_gets_it_back_while_it_is_free()
    {
        var (booking, _) = await ConfirmedAsync();
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'RELEASED', version = version + 1 WHERE booking_id = $1", booking);

        Assert.Equal(("seats-missing", true), await OnlyFindingAsync(booking));

        Assert.Equal("BOOKED", await ClaimAsync(booking));
        Assert.Equal("CONFIRMED/BOOKED", (await system.MessagesAsync(booking))[^1]);
        Assert.Null(await FindingAsync(booking));
    }

    [Fact]
    public async Task A_seat_that_two_buyers_have_paid_for_is_left_to_an_operator()
    {
        var hall = await system.NewEventAsync();
        var (first, _) = await ConfirmedAsync(system.NewBuyer(), hall.EventId, "A1");
        var (second, _) = await ConfirmedAsync(system.NewBuyer(), hall.EventId, "A2");
        await system.RunAsync(
            "UPDATE tbl_booking_seat SET seat_id = (SELECT seat_id FROM tbl_booking_seat WHERE booking_id = $1) WHERE booking_id = $2", second, first);

        var found = (await ReconcileAsync()).Single(result => result.Finding.Subject == $"{first}" && result.Finding.Kind == "seats-missing");

        Assert.False(found.IsRepaired);
        Assert.Contains("another booking has a seat", found.Action, StringComparison.Ordinal);
        Assert.Contains($"{second}", found.Finding.Detail, StringComparison.Ordinal);
        await system.RunAsync("DELETE FROM tbl_booking_seat WHERE booking_id = $1", first);
    }

    [Fact]
    public async Task Seats_that_an_ended_booking_keeps_are_freed()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await buyer.ReleaseAsync(hold);
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'BOOKED', version = version + 1 WHERE booking_id = $1", hold);

        Assert.Equal(("seats-kept", true), await OnlyFindingAsync(hold));

        Assert.Equal("RELEASED", await ClaimAsync(hold));
        Assert.Equal("RELEASED/AVAILABLE", (await system.MessagesAsync(hold))[^1]);
    }

    [Fact]
    public async Task A_hold_that_owns_its_seat_for_good_is_left_to_an_operator()
    {
        var hall = await system.NewEventAsync();
        var hold = (await system.NewBuyer().HoldAsync(hall.EventId, "A1")).Id("holdId");
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'BOOKED', expires_at = NULL WHERE booking_id = $1", hold);

        Assert.Equal(("seats-taken", false), await OnlyFindingAsync(hold));
    }

    [Fact]
    public async Task A_booking_that_is_confirmed_without_a_payment_is_left_to_an_operator()
    {
        var hall = await system.NewEventAsync();
        var hold = (await system.NewBuyer().HoldAsync(hall.EventId, "A1")).Id("holdId");
        await system.RunAsync("UPDATE tbl_booking SET status = 'CONFIRMED' WHERE id = $1", hold);
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'BOOKED', expires_at = NULL WHERE booking_id = $1", hold);

        Assert.Equal(("status", false), await OnlyFindingAsync(hold));
    }

    [Fact]
    public async Task Money_whose_webhook_was_lost_confirms_its_booking()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        await using (await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "payment_intent.succeeded", next = 1 } } }))
        {
            Assert.True(await system.Stripe.PayAsync(booking));
        }

        Assert.Equal(("money-without-place", true), await OnlyFindingAsync(booking.Id("bookingId")));

        Assert.Equal("CONFIRMED", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task Money_refunded_at_the_provider_by_hand_ends_the_booking_although_its_webhooks_are_lost()
    {
        var (booking, intent) = await ConfirmedAsync();
        await using (await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "*", next = (int?)null } } }))
        {
            Assert.True(await system.Stripe.RefundAsync(intent));
        }

        Assert.Equal(("refunded-elsewhere", true), await OnlyFindingAsync(booking));

        Assert.Equal("REFUNDED/AVAILABLE", (await system.MessagesAsync(booking))[^1]);
        Assert.Null(await FindingAsync(booking));
    }

    [Fact]
    public async Task A_refund_that_the_provider_refuses_is_reported_until_it_is_resumed()
    {
        var (booking, _) = await ConfirmedAsync();
        await using (await system.Stripe.MisbehaveAsync(new { api = new[] { new { @do = "Refuse", operation = "refunds.create", code = "charge_disputed" } } }))
        {
            await system.User(await system.ScalarAsync<Guid>("SELECT user_id FROM tbl_booking WHERE id = $1", booking)).CancelAsync(booking);
        }

        Assert.Equal(("refund-blocked", false), await OnlyFindingAsync(booking));
    }

    [Fact]
    public async Task A_refund_that_only_our_tables_know_of_is_made()
    {
        var (booking, intent) = await ConfirmedAsync();
        await system.RunAsync("UPDATE tbl_payment_attempt SET outcome = 'REFUNDED' WHERE payment_intent_id = $1", intent);
        await system.RunAsync("UPDATE tbl_booking SET status = 'REFUNDED' WHERE id = $1", booking);
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'RELEASED' WHERE booking_id = $1", booking);

        Assert.Equal(("refund-missing", true), await OnlyFindingAsync(booking));

        await Eventually.EqualsAsync(
            "REFUNDED", () => system.ScalarAsync<string>("SELECT status FROM tbl_booking WHERE id = $1", booking));
        Assert.Single(await system.Stripe.RefundsAsync(intent));
    }

    [Fact]
    public async Task A_booking_whose_refunds_are_all_made_is_refunded()
    {
        var buyer = system.NewBuyer();
        var (booking, _) = await ConfirmedAsync(buyer, (await system.NewEventAsync()).EventId, "A1");
        await buyer.CancelAsync(booking);
        await buyer.WaitForStatusAsync(booking, "REFUNDED");
        await system.RunAsync("UPDATE tbl_booking SET status = 'REFUND_PENDING' WHERE id = $1", booking);

        Assert.Equal(("refund-forgotten", true), await OnlyFindingAsync(booking));

        Assert.Equal("REFUNDED", await buyer.StatusAsync(booking));
    }

    [Fact]
    public async Task A_payment_that_the_provider_does_not_know_is_reported()
    {
        var (booking, intent) = await ConfirmedAsync();
        await system.RunAsync("UPDATE tbl_payment_attempt SET payment_intent_id = $2 WHERE payment_intent_id = $1", intent, intent + "_gone");

        var findings = (await ReconcileAsync()).Where(result => result.Finding.Subject == $"{booking}").Select(result => result.Finding.Kind);

        Assert.Equal(["intent-missing", "second-intent"], findings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Money_for_an_attempt_that_a_restored_database_has_forgotten_is_reported()
    {
        var attempt = Guid.CreateVersion7();
        var intent = await system.Stripe.CreateIntentAsync(1500, ("attemptId", $"{attempt}"));
        Assert.True(await system.Stripe.PayAsync(intent));

        Assert.Equal(("unknown-intent", false), await OnlyFindingAsync(attempt));
    }

    [Fact]
    public async Task An_intent_that_could_be_paid_after_the_end_is_cancelled_and_its_workflow_ends()
    {
        var hall = await system.NewEventAsync();
        var booking = await system.NewBuyer().BookAsync(hall.EventId, "A1");
        var id = booking.Id("bookingId");
        await system.StartWorkflowAsync(await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE booking_id = $1", id));
        await system.RunAsync(
            "UPDATE tbl_payment_attempt SET outcome = 'EXPIRED', settled_at = now(), provider_settled_at = now() WHERE booking_id = $1", id);
        await system.RunAsync("UPDATE tbl_booking SET status = 'EXPIRED' WHERE id = $1", id);
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'RELEASED', expires_at = NULL WHERE booking_id = $1", id);

        var findings = (await ReconcileAsync()).Where(result => result.Finding.Subject == $"{id}").ToArray();

        Assert.Equal(["payable-after-end", "workflow-left"], findings.Select(result => result.Finding.Kind).Order(StringComparer.Ordinal));
        Assert.All(findings, result => Assert.True(result.IsRepaired, result.Action));
        Assert.Equal("canceled", await system.Stripe.StatusAsync(booking.IntentId));
        await system.WaitForWorkflowEndAsync(booking);
    }

    [Fact]
    public async Task A_payment_without_its_workflow_is_reported()
    {
        var hall = await system.NewEventAsync();
        var booking = await system.NewBuyer().BookAsync(hall.EventId, "A1");
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE payment_intent_id = $1", booking.IntentId);
        await system.StartWorkflowAsync(attempt);
        await system.Part<DaprWorkflowClient>().TerminateWorkflowAsync($"{attempt}", null, CancellationToken.None);
        await system.WaitForWorkflowEndAsync(booking);

        Assert.Equal(("workflow-missing", false), await OnlyFindingAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task A_webhook_that_waits_too_long_is_delivered()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        await using (await system.Stripe.MisbehaveAsync(new { webhooks = new[] { new { @do = "Drop", type = "payment_intent.succeeded", next = 1 } } }))
        {
            Assert.True(await system.Stripe.PayAsync(booking));
        }

        var succeeded = await system.Stripe.EventAsync("payment_intent.succeeded", booking.IntentId);
        var webhook = succeeded.GetProperty("id").GetString()!;
        await system.RunAsync(
            """
            INSERT INTO tbl_webhook_inbox (event_id, type, payload, received_at, due_at, attempts)
            VALUES ($1, 'payment_intent.succeeded', $2, now() - interval '1 hour', now() + interval '1 hour', 9)
            """,
            webhook,
            succeeded.GetRawText());

        var found = (await ReconcileAsync()).Single(result => result.Finding.Subject == webhook);

        Assert.Equal(("webhook-waiting", true), (found.Finding.Kind, found.IsRepaired));
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task The_bookings_of_a_cancelled_event_without_a_workflow_are_refunded()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var (booking, _) = await ConfirmedAsync(buyer, hall.EventId, "A1");
        await system.RunAsync("UPDATE tbl_event_rules SET status = 'CANCELLED' WHERE event_id = $1", hall.EventId);

        var found = (await ReconcileAsync()).Single(result => result.Finding.Subject == $"{hall.EventId}");

        Assert.Equal(("cancellation-forgotten", true), (found.Finding.Kind, found.IsRepaired));
        await buyer.WaitForStatusAsync(booking, "REFUNDED");
    }

    [Fact]
    public async Task An_overdue_hold_is_ended()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await system.RunAsync(
            "UPDATE tbl_booking SET created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day' WHERE id = $1", hold);

        var found = await FindLockedAsync(hold);

        Assert.Equal("hold-overdue", found.Kind);
        await found.Repair!(CancellationToken.None);
        Assert.Equal("RELEASED", await ClaimAsync(hold));
    }

    [Fact]
    public async Task A_dry_run_repairs_nothing()
    {
        var (booking, _) = await ConfirmedAsync();
        await system.RunAsync("UPDATE tbl_seat_claim SET status = 'RELEASED' WHERE booking_id = $1", booking);

        Assert.Equal(("seats-missing", false), await OnlyFindingAsync(booking, mayRepair: false));

        Assert.Equal("RELEASED", await ClaimAsync(booking));
        Assert.Equal(("seats-missing", true), await OnlyFindingAsync(booking));
    }

    /// <summary>Finds what is wrong with a booking while its row is locked, so that the service does not end it meanwhile.</summary>
    private async Task<Finding> FindLockedAsync(Guid booking)
    {
        await using var connection = await system.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await BookingTable.LockAsync(transaction, booking, CancellationToken.None);
        return (await system.Part<BookingComparison>().FindAsync(CancellationToken.None)).Single(finding => finding.Subject == $"{booking}");
    }

    private Task<string> ClaimAsync(Guid booking) => system.ScalarAsync<string>("SELECT status FROM tbl_seat_claim WHERE booking_id = $1", booking);

    private async Task<(Guid Booking, string Intent)> ConfirmedAsync() =>
        await ConfirmedAsync(system.NewBuyer(), (await system.NewEventAsync()).EventId, "A1");

    /// <summary>Paid, and left alone by its workflow.</summary>
    private async Task<(Guid Booking, string Intent)> ConfirmedAsync(Buyer buyer, Guid eventId, string seat)
    {
        var booking = await buyer.BookAsync(eventId, seat);
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        await system.WaitForWorkflowEndAsync(booking);
        return (booking.Id("bookingId"), booking.IntentId);
    }

    private Task<List<Reconciled>> ReconcileAsync(TimeSpan settleTime = default, bool mayRepair = true) =>
        system.Part<Reconciler>().RunAsync(
            new ReconcileOptions(TimeProvider.System.GetUtcNow().AddDays(-1), settleTime, mayRepair), CancellationToken.None);

    private async Task<Reconciled?> FindingAsync(Guid subject, bool mayRepair = true) =>
        (await ReconcileAsync(mayRepair: mayRepair)).SingleOrDefault(result => result.Finding.Subject == $"{subject}");

    private async Task<(string Kind, bool IsRepaired)> OnlyFindingAsync(Guid subject, bool mayRepair = true)
    {
        var found = await FindingAsync(subject, mayRepair);
        Assert.NotNull(found);
        return (found.Finding.Kind, found.IsRepaired);
    }
}
