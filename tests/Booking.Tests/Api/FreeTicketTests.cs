using System.Net;
using System.Text.Json;
using TicketBooking.Booking.Reconciliation;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Payment)]
public sealed class FreeTicketTests(BookingSystem system)
{
    [Fact]
    public async Task A_seat_that_costs_nothing_is_booked_at_once_although_the_provider_is_down()
    {
        var hall = await system.NewEventAsync(priceMinor: 0);
        var buyer = system.NewBuyer();
        await using var down = await system.Stripe.MisbehaveAsync(
            new { api = new[] { new { @do = "FailBefore", operation = "*", next = (int?)null } } });

        var booking = await buyer.BookAsync(hall.EventId, "A1", "A2");

        Assert.Equal(HttpStatusCode.Created, booking.Status);
        AssertFree(booking);
        var refused = await system.NewBuyer().HoldAsync(hall.EventId, "A1");
        Assert.Equal("BOOKED", refused.Body.GetProperty("conflicts")[0].GetProperty("reason").GetString());
        Assert.Equal(["HELD/HELD", "CONFIRMED/BOOKED"], await system.MessagesAsync(booking.Id("bookingId")));
        Assert.Equal(0L, await AttemptsAsync(booking.Id("bookingId")));
        Assert.Equal("CONFIRMED", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task A_hold_that_costs_nothing_is_confirmed_and_asking_again_gives_the_same_booking()
    {
        var hall = await system.NewEventAsync(priceMinor: 0);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldBestAsync(hall.EventId, 2)).Success();
        Assert.Equal("HELD", hold.Text("status"));

        var first = (await buyer.BookHoldAsync(hold.Id("holdId"))).Success();
        var second = (await buyer.BookHoldAsync(hold.Id("holdId"))).Success();
        var another = await system.NewBuyer().BookHoldAsync(hold.Id("holdId"));

        AssertFree(first);
        Assert.Equal(hold.Id("holdId"), first.Id("bookingId"));
        Assert.True(JsonElement.DeepEquals(first.Body, second.Body));
        Assert.Equal((HttpStatusCode.NotFound, "booking-not-found"), (another.Status, another.Problem));
        Assert.Equal(["HELD/HELD", "CONFIRMED/BOOKED"], await system.MessagesAsync(hold.Id("holdId")));
        Assert.Empty(await system.Stripe.IntentsOfAsync(hold.Id("holdId")));
    }

    [Fact]
    public async Task Cancelling_frees_the_seats_without_a_refund_and_once()
    {
        var hall = await system.NewEventAsync(priceMinor: 0);
        var buyer = system.NewBuyer();
        var booking = (await buyer.BookAsync(hall.EventId, "A1")).Success();

        var cancelled = await buyer.CancelAsync(booking.Id("bookingId"));
        var again = await buyer.CancelAsync(booking.Id("bookingId"));

        Assert.Equal((HttpStatusCode.OK, "RELEASED"), (cancelled.Status, cancelled.Text("status")));
        Assert.Equal((HttpStatusCode.OK, "RELEASED"), (again.Status, again.Text("status")));
        Assert.Equal(["HELD/HELD", "CONFIRMED/BOOKED", "RELEASED/AVAILABLE"], await system.MessagesAsync(booking.Id("bookingId")));
        Assert.Equal("CONFIRMED", (await system.NewBuyer().BookAsync(hall.EventId, "A1")).Text("status"));
        Assert.Equal((HttpStatusCode.Conflict, "booking-cancelled"), await RefusalAsync(buyer, booking.Id("bookingId")));
    }

    [Fact]
    public async Task A_hold_that_has_ended_is_not_confirmed()
    {
        var hall = await system.NewEventAsync(priceMinor: 0);
        var buyer = system.NewBuyer();
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await system.RunAsync("UPDATE tbl_seat_claim SET expires_at = now() WHERE booking_id = $1", hold);
        var rival = (await system.NewBuyer().BookAsync(hall.EventId, "A1")).Success();

        Assert.Equal((HttpStatusCode.Conflict, "hold-expired"), await RefusalAsync(buyer, hold));
        await system.RunAsync("UPDATE tbl_booking SET created_at = now() - interval '1 hour', expires_at = now() WHERE id = $1", hold);
        Assert.Equal((HttpStatusCode.Conflict, "hold-expired"), await RefusalAsync(buyer, hold));
        Assert.Equal("CONFIRMED", rival.Text("status"));
    }

    [Fact]
    public async Task One_seat_with_a_price_sends_the_booking_to_the_provider()
    {
        var hall = await system.NewEventAsync(
            change: message => message with { Sections = [Sample.Section("Free", 1, 5, 0), Sample.Section("Paid", 1, 5, 4500)] });

        var mixed = (await system.NewBuyer().BookAsync(hall.EventId, "Free/A1", "Paid/A1")).Success();
        var free = (await system.NewBuyer().BookAsync(hall.EventId, "Free/A2")).Success();

        Assert.Equal("PENDING_PAYMENT", mixed.Text("status"));
        Assert.Equal(4500, mixed.Body.GetProperty("paymentIntent").GetProperty("amount").GetInt64());
        AssertFree(free);
    }

    [Fact]
    public async Task The_end_of_an_event_ends_its_free_bookings_and_the_books_agree()
    {
        var hall = await system.NewEventAsync(priceMinor: 0);
        var buyer = system.NewBuyer();
        var booking = (await buyer.BookAsync(hall.EventId, "A1")).Id("bookingId");
        var hold = (await buyer.HoldAsync(hall.EventId, "A2")).Id("holdId");
        Assert.Empty(await FindingsAsync(booking));

        await system.PublishAsync(hall.Message with { Version = 2, Status = EventStatuses.Cancelled });

        await buyer.WaitForStatusAsync(booking, "RELEASED");
        await buyer.WaitForStatusAsync(hold, "RELEASED");
        Assert.NotEqual(HttpStatusCode.Created, (await buyer.BookHoldAsync(hold)).Status);
        Assert.Empty(await FindingsAsync(booking));
    }

    private static void AssertFree(Answer booking)
    {
        Assert.Equal(("CONFIRMED", 0L), (booking.Text("status"), booking.Body.GetProperty("amountMinor").GetInt64()));
        Assert.False(booking.Body.TryGetProperty("paymentIntent", out _));
    }

    private static async Task<(HttpStatusCode Status, string Problem)> RefusalAsync(Buyer buyer, Guid hold)
    {
        var answer = await buyer.BookHoldAsync(hold);
        return (answer.Status, answer.Problem);
    }

    private Task<long> AttemptsAsync(Guid booking) =>
        system.ScalarAsync<long>("SELECT count(*) FROM tbl_payment_attempt WHERE booking_id = $1", booking);

    private async Task<IEnumerable<Finding>> FindingsAsync(Guid booking)
    {
        var options = new ReconcileOptions(TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeSpan.FromSeconds(2), MayRepair: false);
        return (await system.Part<Reconciler>().RunAsync(options, CancellationToken.None))
            .Select(result => result.Finding).Where(finding => finding.Subject == $"{booking}");
    }
}
