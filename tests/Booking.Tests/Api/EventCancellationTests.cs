using System.Net;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Recovery)]
public sealed class EventCancellationTests(BookingSystem system)
{
    private const int Bookings = 300;

    private EventMessage? _message;

    [Fact]
    public async Task A_cancelled_event_refunds_300_bookings_once_through_restarts_and_rate_limits()
    {
        var hall = await NewEventAsync(rows: 20, seatsPerRow: 20);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Bookings), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await BookAsync(hall, i));
        Assert.Equal(240, await CountAsync(hall.EventId, "CONFIRMED"));

        await using (await system.Stripe.MisbehaveAsync(new
        {
            api = new object[]
            {
                new { @do = "RateLimit", operation = "refunds.create", next = 60 },
                new { @do = "DropAfter", operation = "refunds.create", next = 10 },
                new { @do = "RateLimit", operation = "payment_intents.cancel", next = 10 },
            },
        }))
        {
            await CancelAsync();
            await RefundedAsync(hall.EventId, from: 20, to: 60);
            await system.RestartBookingAsync();
            await RefundedAsync(hall.EventId, from: 80, to: 120);
            await system.RestartSidecarAsync();
            await RefundedAsync(hall.EventId, from: 140, to: 240);
        }

        var progress = await FinishedAsync(hall.EventId);
        Assert.Equal(
            (0, 60, 0, 240),
            (Number(progress, "live"), Number(progress, "released"), Number(progress, "refundPending"), Number(progress, "refunded")));
        var ledger = await system.Stripe.LedgerOfEventAsync(hall.EventId);
        Assert.Equal(240, ledger.Count(intent => intent.Captured > 0));
        Assert.All(ledger, intent => Assert.Equal(intent.Captured, intent.Refunded));
        Assert.Equal(0, await system.ScalarAsync<long>(
            "SELECT count(*) FROM tbl_seat_claim WHERE event_id = $1 AND status <> 'RELEASED'", hall.EventId));
    }

    [Fact]
    public async Task A_refund_that_the_provider_refuses_does_not_hold_up_the_cancellation()
    {
        var hall = await NewEventAsync();
        foreach (var i in Enumerable.Range(2, 3))
        {
            await BookAsync(hall, i);
        }

        await using (await system.Stripe.MisbehaveAsync(new { api = new[] { new { @do = "Refuse", operation = "refunds.create", code = "charge_disputed" } } }))
        {
            await CancelAsync();
            var progress = await FinishedAsync(hall.EventId);

            Assert.Equal("FINISHED", progress.Text("status"));
            Assert.Equal(
                (3, 0, 0, 1, 2),
                (Number(progress, "bookings"), Number(progress, "live"), Number(progress, "refundPending"), Number(progress, "refundBlocked"), Number(progress, "refunded")));
        }
    }

    [Fact]
    public async Task A_cancelled_event_takes_no_sale_and_no_payment_and_a_replay_changes_nothing()
    {
        var hall = await NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await CancelAsync();
        await FinishedAsync(hall.EventId);

        await system.PublishAsync(_message!);
        await CancelAsync();

        Assert.Equal("RELEASED", await buyer.StatusAsync(hold));
        Assert.Equal("not-on-sale", (await buyer.HoldAsync(hall.EventId, "A2")).Problem);
        Assert.Equal("not-on-sale", (await buyer.BookAsync(hall.EventId, "A2")).Problem);
        Assert.Equal(HttpStatusCode.Conflict, (await buyer.BookHoldAsync(hold)).Status);
        Assert.Equal(1, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_event_cancellation WHERE event_id = $1", hall.EventId));
    }

    [Fact]
    public async Task Late_money_of_a_cancelled_event_goes_back_although_the_seats_are_free()
    {
        var hall = await NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        await system.RunAsync(
            "UPDATE tbl_seat_claim SET status = 'RELEASED', expires_at = NULL WHERE booking_id = $1", booking.Id("bookingId"));
        await system.RunAsync("UPDATE tbl_booking SET status = 'EXPIRED' WHERE id = $1", booking.Id("bookingId"));
        await system.RunAsync(
            "UPDATE tbl_payment_attempt SET outcome = 'EXPIRED', settled_at = now() WHERE booking_id = $1", booking.Id("bookingId"));
        await CancelAsync();
        await FinishedAsync(hall.EventId);

        Assert.True(await system.Stripe.PayAsync(booking));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    [Fact]
    public async Task A_cancellation_whose_workflow_was_never_started_is_started_later()
    {
        var hall = await NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");

        await system.RunAsync("UPDATE tbl_event_rules SET status = 'CANCELLED', version = 2 WHERE event_id = $1", hall.EventId);
        await system.RunAsync("INSERT INTO tbl_event_cancellation (event_id, version) VALUES ($1, 2)", hall.EventId);

        await FinishedAsync(hall.EventId);
        Assert.Equal("RELEASED", await buyer.StatusAsync(hold));
    }

    [Fact]
    public async Task Only_its_creator_and_administrators_see_how_far_a_cancellation_is()
    {
        var hall = await NewEventAsync();
        var path = $"/booking/events/{hall.EventId}/cancellation";
        var creator = system.User(_message!.CreatedBy);
        var before = await creator.GetAsync(path);
        await CancelAsync();
        await FinishedAsync(hall.EventId);

        var stranger = await system.NewBuyer().GetAsync(path);
        var admin = await system.User(system.NewBuyer().UserId, "ADMIN").GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "event-not-cancelled"), (before.Status, before.Problem));
        Assert.Equal((HttpStatusCode.Forbidden, "not-your-event"), (stranger.Status, stranger.Problem));
        Assert.Equal(HttpStatusCode.OK, admin.Status);
        Assert.Equal(hall.EventId, admin.Id("eventId"));
    }

    private static long Number(Answer answer, string property) => answer.Body.GetProperty(property).GetInt64();

    private Task<Hall> NewEventAsync(int rows = 2, int seatsPerRow = 10) =>
        system.NewEventAsync(rows, seatsPerRow, change: message => _message = message);

    private Task CancelAsync() => system.PublishAsync(_message! with { Version = 2, Status = EventStatuses.Cancelled });

    /// <summary>Of ten, one is held, one waits for its money, and eight are paid.</summary>
    private async Task BookAsync(Hall hall, int i)
    {
        var buyer = system.NewBuyer();
        var seat = hall.Seats[i].SeatNumber;
        if (i % 10 == 0)
        {
            Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(hall.EventId, seat)).Status);
            return;
        }

        var booking = await buyer.BookAsync(hall.EventId, seat);
        Assert.Equal(HttpStatusCode.Created, booking.Status);
        if (i % 10 > 1)
        {
            Assert.True(await system.Stripe.PayAsync(booking));
            Assert.Equal("CONFIRMED", (await buyer.ConfirmAsync(booking)).Text("status"));
        }
    }

    /// <summary>Step by step, because a timeout holds for the next step and not for the whole.</summary>
    private async Task RefundedAsync(Guid eventId, int from, int to)
    {
        for (var refunded = from; refunded <= to; refunded += 20)
        {
            await Eventually.IsTrueAsync(async () => await CountAsync(eventId, "REFUNDED") >= refunded);
        }
    }

    private Task<long> CountAsync(Guid eventId, string status) =>
        system.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE event_id = $1 AND status = $2", eventId, status);

    private async Task<Answer> FinishedAsync(Guid eventId)
    {
        var creator = system.User(_message!.CreatedBy, "ADMIN");
        var path = $"/booking/events/{eventId}/cancellation";
        await Eventually.IsTrueAsync(async () => (await creator.GetAsync(path)) is { Status: HttpStatusCode.OK } answer
            && answer.Body.TryGetProperty("finishedAt", out var finishedAt) && finishedAt.ValueKind != System.Text.Json.JsonValueKind.Null);
        return await creator.GetAsync(path);
    }
}
