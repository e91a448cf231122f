using System.Net;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>What one buyer may have, so that nobody keeps a sale from the others.</summary>
[Collection(BookingSystems.Recovery)]
public sealed class BuyerLimitTests(BookingSystem system) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await system.RestartBookingAsync(
        null, ("Buyers:BookingsOfAnEvent", "2"), ("Buyers:PendingPayments", "2"), ("Buyers:ExpiredHolds", "2"), ("Buyers:CoolDown", "00:01:00"));

    public async ValueTask DisposeAsync() => await system.RestartBookingAsync();

    [Fact]
    public async Task A_buyer_has_no_more_live_seats_of_an_event_than_its_limit_however_it_asks()
    {
        var (first, second) = (await system.NewEventAsync(maxSeats: 2), await system.NewEventAsync(maxSeats: 2));
        var buyer = system.NewBuyer();
        Guid[] holds = [(await buyer.HoldAsync(first.EventId, "A1", "A2")).Success().Id("holdId"), (await buyer.HoldBestAsync(first.EventId, 2)).Success().Id("holdId")];

        Answer[] refused = [await buyer.HoldAsync(first.EventId, "B1"), await buyer.HoldBestAsync(first.EventId, 1), await buyer.BookAsync(first.EventId, "B1")];

        Assert.All(refused, answer => Assert.Equal((HttpStatusCode.Conflict, "buyer-limit"), (answer.Status, answer.Problem)));
        Assert.Equal(4, refused[0].Body.GetProperty("limit").GetInt32());
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(second.EventId, "A1")).Status);
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(first.EventId, "B1")).Status);
        await buyer.ReleaseAsync(holds[0]);
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(first.EventId, "B2", "B3")).Status);
    }

    [Fact]
    public async Task Holds_at_once_do_not_pass_the_limit()
    {
        var hall = await system.NewEventAsync(rows: 1, seatsPerRow: 20, maxSeats: 2);
        var buyer = system.NewBuyer();

        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(number => buyer.HoldAsync(hall.EventId, $"A{number}")));

        Assert.Equal(4, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal("buyer-limit", answer.Problem));
    }

    [Fact]
    public async Task Bought_seats_count_and_those_that_were_given_back_do_not()
    {
        var hall = await system.NewEventAsync(maxSeats: 2);
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1", "A2");
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        (await buyer.HoldAsync(hall.EventId, "A3", "A4")).Success();
        Assert.Equal("buyer-limit", (await buyer.HoldAsync(hall.EventId, "A5")).Problem);

        await buyer.CancelSeatsAsync(booking.Id("bookingId"), "A1");

        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(hall.EventId, "A5")).Status);
    }

    [Fact]
    public async Task A_buyer_pays_no_more_bookings_at_a_time_than_its_limit()
    {
        var buyer = system.NewBuyer();
        var held = (await buyer.HoldAsync((await system.NewEventAsync()).EventId, "A1")).Success().Id("holdId");
        var first = (await buyer.BookAsync((await system.NewEventAsync()).EventId, "A1")).Success();
        (await buyer.BookAsync((await system.NewEventAsync()).EventId, "A1")).Success();

        Answer[] refused = [await buyer.BookAsync((await system.NewEventAsync()).EventId, "A1"), await buyer.BookHoldAsync(held)];

        Assert.All(refused, answer => Assert.Equal((HttpStatusCode.Conflict, "too-many-pending"), (answer.Status, answer.Problem)));
        Assert.Equal("HELD", await buyer.StatusAsync(held));
        await buyer.CancelAsync(first.Id("bookingId"));
        Assert.Equal(HttpStatusCode.Created, (await buyer.BookHoldAsync(held)).Status);
    }

    [Fact]
    public async Task A_buyer_whose_holds_expired_too_often_waits_before_the_next()
    {
        var hall = await system.NewEventAsync(holdSeconds: 1);
        var buyer = system.NewBuyer();
        await ExpireAsync(buyer, hall.EventId, "A1");
        await ExpireAsync(buyer, hall.EventId, "A2");

        var refused = await buyer.HoldAsync(hall.EventId, "A3");

        Assert.Equal((HttpStatusCode.TooManyRequests, "cool-down"), (refused.Status, refused.Problem));
        Assert.InRange(refused.Body.GetProperty("retryAfter").GetInt32(), 1, 60);
        await system.RunAsync("UPDATE tbl_booking SET created_at = created_at - interval '1 hour', expires_at = expires_at - interval '1 hour' WHERE user_id = $1", buyer.UserId);
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(hall.EventId, "A3")).Status);
    }

    [Fact]
    public async Task A_ban_frees_what_the_banned_user_holds_and_leaves_what_it_has_bought()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var bought = await buyer.BookAsync(hall.EventId, "A1");
        Assert.True(await system.Stripe.PayAsync(bought));
        await buyer.WaitForStatusAsync(bought.Id("bookingId"), "CONFIRMED");
        var held = (await buyer.HoldAsync(hall.EventId, "A2")).Success().Id("holdId");
        var paying = (await buyer.BookAsync(hall.EventId, "A3")).Success();

        system.Neighbours.Ban(buyer.UserId);

        foreach (var id in (Guid[])[held, paying.Id("bookingId")])
        {
            await Eventually.EqualsAsync("RELEASED", () => StatusAsync(id));
        }

        Assert.Equal("canceled", await system.Stripe.StatusAsync(paying.IntentId));
        Assert.Equal("CONFIRMED", await StatusAsync(bought.Id("bookingId")));
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(hall.EventId, "A2", "A3")).Status);
    }

    private async Task ExpireAsync(Buyer buyer, Guid eventId, string seat)
    {
        var hold = (await buyer.HoldAsync(eventId, seat)).Success().Id("holdId");
        await Eventually.EqualsAsync("EXPIRED", () => StatusAsync(hold));
    }

    private Task<string> StatusAsync(Guid id) => system.ScalarAsync<string>("SELECT status FROM tbl_booking WHERE id = $1", id);
}
