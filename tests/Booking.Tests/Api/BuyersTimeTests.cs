using System.Net;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>How long a buyer has, and that a page which is loaded again finds its booking.</summary>
[Collection(BookingSystems.Recovery)]
public sealed class BuyersTimeTests(BookingSystem system) : IAsyncLifetime
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMinutes(5);

    public async ValueTask InitializeAsync() => await system.RestartBookingAsync(null, ("Payments:LeastTime", $"{LeastTime}"));

    public async ValueTask DisposeAsync() => await system.RestartBookingAsync();

    [Fact]
    public async Task A_hold_that_is_taken_to_payment_lasts_five_minutes_at_least()
    {
        var hall = await system.NewEventAsync(holdSeconds: 30);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Success();

        var booking = (await buyer.BookHoldAsync(hold.Id("holdId"))).Success();

        Assert.InRange(End(booking), Now + LeastTime - TimeSpan.FromSeconds(30), Now + LeastTime);
        Assert.Equal(End(booking) + TimeSpan.FromSeconds(2), await ClaimEndAsync(hold.Id("holdId")));
    }

    [Fact]
    public async Task Seats_that_are_booked_at_once_have_five_minutes_too_and_a_longer_hold_stays_longer()
    {
        var quick = await system.NewEventAsync(holdSeconds: 5);
        var slow = await system.NewEventAsync(holdSeconds: 900);

        var first = (await system.NewBuyer().BookAsync(quick.EventId, "A1")).Success();
        var second = (await system.NewBuyer().BookAsync(slow.EventId, "A1")).Success();

        Assert.InRange(End(first), Now + TimeSpan.FromMinutes(4), Now + LeastTime);
        Assert.InRange(End(second), Now + TimeSpan.FromMinutes(14), Now + TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task The_time_to_pay_is_given_once()
    {
        var hall = await system.NewEventAsync(holdSeconds: 60);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Success().Id("holdId");
        var down = new { api = new[] { new { @do = "FailBefore", operation = "payment_intents.create", next = (int?)null } } };
        await using (await system.Stripe.MisbehaveAsync(down))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await buyer.BookHoldAsync(hold)).Status);
        }

        var end = await BookingEndAsync(hold);
        await system.RunAsync("UPDATE tbl_booking SET expires_at = expires_at - interval '4 minutes' WHERE id = $1", hold);
        var booking = (await buyer.BookHoldAsync(hold)).Success();

        Assert.Equal(end - TimeSpan.FromMinutes(4), End(booking));
    }

    [Fact]
    public async Task A_hold_is_extended_once_to_twice_its_time()
    {
        var hall = await system.NewEventAsync(holdSeconds: 100);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1", "A2")).Success();
        var id = hold.Id("holdId");

        var extended = await buyer.ExtendAsync(id);
        var again = await buyer.ExtendAsync(id);
        var stranger = await system.NewBuyer().ExtendAsync(id);

        Assert.Equal((HttpStatusCode.OK, "HELD"), (extended.Status, extended.Text("status")));
        Assert.Equal(End(hold) + TimeSpan.FromSeconds(100), End(extended));
        Assert.Equal(End(extended), await ClaimEndAsync(id));
        Assert.Equal(2, extended.Body.GetProperty("seats").GetArrayLength());
        Assert.Equal((HttpStatusCode.Conflict, "already-extended"), (again.Status, again.Problem));
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);
        Assert.Equal(["HELD/HELD", "HELD/HELD"], await system.MessagesAsync(id));
    }

    [Fact]
    public async Task A_hold_that_has_ended_or_is_being_paid_is_not_extended()
    {
        var hall = await system.NewEventAsync(holdSeconds: 600);
        var buyer = system.NewBuyer();
        var ended = (await buyer.HoldAsync(hall.EventId, "A1")).Success().Id("holdId");
        var paying = (await buyer.BookAsync(hall.EventId, "A2")).Success().Id("bookingId");
        await system.RunAsync(
            "UPDATE tbl_booking SET created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day' WHERE id = $1", ended);

        Assert.Equal((HttpStatusCode.Conflict, "hold-expired"), Refusal(await buyer.ExtendAsync(ended)));
        Assert.Equal((HttpStatusCode.Conflict, "wrong-status"), Refusal(await buyer.ExtendAsync(paying)));
    }

    [Fact]
    public async Task A_hold_whose_seat_another_took_at_its_end_is_not_extended()
    {
        var hall = await system.NewEventAsync(holdSeconds: 600);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Success().Id("holdId");
        var other = (await system.NewBuyer().HoldAsync(hall.EventId, "A2")).Success().Id("holdId");
        await system.RunAsync("UPDATE tbl_seat_claim SET booking_id = $2 WHERE booking_id = $1", hold, other);

        Assert.Equal((HttpStatusCode.Conflict, "hold-expired"), Refusal(await buyer.ExtendAsync(hold)));
        Assert.Equal(0L, await system.ScalarAsync<long>("SELECT count(*) FROM tbl_booking WHERE id = $1 AND extended_at IS NOT NULL", hold));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Booking_again_finds_the_same_booking_and_intent(bool byHold)
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1", "A2")).Success().Id("holdId");
        Task<Answer> BookAsync() => byHold ? buyer.BookHoldAsync(hold) : buyer.BookAsync(hall.EventId, "A2", "A1");

        var first = await BookAsync();
        var second = await BookAsync();
        Assert.True(await system.Stripe.PayAsync(first));
        await buyer.WaitForStatusAsync(hold, "CONFIRMED");
        var paid = await BookAsync();

        Assert.Equal((HttpStatusCode.Created, hold), (first.Status, first.Id("bookingId")));
        Assert.Equal((HttpStatusCode.OK, hold, first.IntentId), (second.Status, second.Id("bookingId"), second.IntentId));
        Assert.Equal((HttpStatusCode.OK, hold, "CONFIRMED"), (paid.Status, paid.Id("bookingId"), paid.Text("status")));
    }

    [Fact]
    public async Task Other_seats_or_another_buyer_find_no_booking()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        await buyer.BookAsync(hall.EventId, "A1", "A2");

        Assert.Equal((HttpStatusCode.Conflict, "seats-unavailable"), Refusal(await buyer.BookAsync(hall.EventId, "A1")));
        Assert.Equal((HttpStatusCode.Conflict, "seats-unavailable"), Refusal(await system.NewBuyer().BookAsync(hall.EventId, "A1", "A2")));
    }

    [Fact]
    public async Task A_payment_that_the_buyer_is_about_to_approve_at_the_end_is_not_cancelled_before_the_grace_is_over()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = (await buyer.BookAsync(hall.EventId, "A1")).Success();
        await system.Stripe.PayAsync(booking, "pm_card_authenticationRequired");
        Assert.Equal("requires_action", await system.Stripe.StatusAsync(booking.IntentId));
        var attempt = await system.ScalarAsync<Guid>("SELECT id FROM tbl_payment_attempt WHERE payment_intent_id = $1", booking.IntentId);
        var settlement = system.Part<PaymentSettlement>();

        var atTheEnd = await settlement.EndAsync(attempt, EndReason.TimeOver, mayWait: true, CancellationToken.None);
        Assert.Equal((PaymentEnding.Processing, "requires_action"), (atTheEnd, await system.Stripe.StatusAsync(booking.IntentId)));

        var afterwards = await settlement.EndAsync(attempt, EndReason.TimeOver, mayWait: false, CancellationToken.None);
        Assert.Equal((PaymentEnding.Ended, "canceled"), (afterwards, await system.Stripe.StatusAsync(booking.IntentId)));
        Assert.Equal(AttemptOutcome.Expired, (await PaymentAttempts.FindAsync(system.Database, attempt, CancellationToken.None))!.Outcome);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static (HttpStatusCode, string) Refusal(Answer answer) => (answer.Status, answer.Problem);

    private static DateTimeOffset End(Answer answer) => answer.Body.GetProperty("expiresAt").GetDateTimeOffset();

    private Task<DateTimeOffset> BookingEndAsync(Guid id) => system.ScalarAsync<DateTimeOffset>("SELECT expires_at FROM tbl_booking WHERE id = $1", id);

    private Task<DateTimeOffset> ClaimEndAsync(Guid id) =>
        system.ScalarAsync<DateTimeOffset>("SELECT max(expires_at) FROM tbl_seat_claim WHERE booking_id = $1", id);
}
