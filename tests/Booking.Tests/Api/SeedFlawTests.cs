using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Stripe;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Locks;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

/// <summary>
/// The flaws around money and seats of the two systems that this one was created from (S1: a booking service that trusts its callers, S2: a
/// reservation service on Redis keys). Each must fail here; the tests have their names. Their finer points are tested in the other files;
/// docs/seed-flaws.md has them all.
/// </summary>
[Collection(BookingSystems.Recovery)]
public sealed class SeedFlawTests(BookingSystem system)
{
    [Fact]
    public async Task S1_1_a_user_cannot_mark_a_booking_paid()
    {
        var (buyer, booking) = await PendingAsync();
        var claim = $$"""
            {"id":"evt_own","object":"event","type":"payment_intent.succeeded",
             "data": {"object": {"id":"{{booking.IntentId}}","object":"payment_intent","status":"succeeded"} } }
            """;

        Assert.Equal(HttpStatusCode.BadRequest, (await buyer.PostRawAsync("/booking/webhook/payment_successful", claim)).Status);
        Assert.Equal(HttpStatusCode.PaymentRequired, (await buyer.ConfirmAsync(booking)).Status);
        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task S1_2_a_forged_payment_failure_frees_no_seats()
    {
        var (buyer, booking) = await PendingAsync();
        var claim = $$"""
            {"id":"evt_other","object":"event","type":"payment_intent.payment_failed",
             "data": {"object": {"id":"{{booking.IntentId}}","object":"payment_intent","status":"requires_payment_method"} } }
            """;

        var answer = await system.Anonymous().PostRawAsync(
            "/booking/webhook/payment_failed", claim, ("Stripe-Signature", EventUtility.GenerateSignatureHeader(claim, "whsec_guessed")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.Conflict, (await system.NewBuyer().HoldAsync(booking.Id("eventId"), "A1")).Status);
        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task S1_3_money_for_an_ended_hold_whose_seat_is_sold_again_is_refunded()
    {
        var (buyer, booking) = await PendingAsync();
        await EndAndTakeAsync(booking, system.NewBuyer());

        Assert.True(await system.Stripe.PayAsync(booking));

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        Assert.Equal("succeeded", Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task S1_4_a_seat_is_not_sold_twice_when_its_lock_is_lost()
    {
        var (_, booking) = await PendingAsync();
        await LoseLocksAsync(booking);

        Assert.Equal(HttpStatusCode.Conflict, (await system.NewBuyer().BookAsync(booking.Id("eventId"), "A1")).Status);
    }

    [Fact]
    public async Task S1_5_an_unpaid_booking_ends_and_is_announced()
    {
        var hall = await system.NewEventAsync(holdSeconds: 5);
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "EXPIRED");

        Assert.Equal("EXPIRED/AVAILABLE", (await system.MessagesAsync(booking.Id("bookingId")))[^1]);
        Assert.Equal("canceled", await system.Stripe.StatusAsync(booking.IntentId));
    }

    [Fact]
    public async Task S1_6_the_price_is_the_catalogue_s_and_a_seat_must_exist()
    {
        var hall = await system.NewEventAsync(priceMinor: 4500);
        var buyer = system.NewBuyer();

        var booking = await buyer.PostAsync("/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A1", pricePerSeat = 1 });
        var otherwise = await buyer.PostAsync("/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A2", price = 1, priceMinor = 1 });
        var nowhere = await buyer.PostAsync("/booking/book_seat", new { eventId = hall.EventId, seatNumber = "ZZ99" });

        Assert.Equal(4500, booking.Body.GetProperty("paymentIntent").GetProperty("amount").GetInt64());
        Assert.Equal((HttpStatusCode.BadRequest, "unknown-fields"), (otherwise.Status, otherwise.Problem));
        Assert.Equal((HttpStatusCode.NotFound, "unknown-seats"), (nowhere.Status, nowhere.Problem));
    }

    [Fact]
    public async Task S1_14_a_cancelled_event_refunds_its_buyers()
    {
        var (buyer, booking) = await PendingAsync();
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");

        await system.PublishAsync(Sample.Event(Sample.Section("Main", 2, 10)) with { EventId = booking.Id("eventId"), Version = 2, Status = EventStatuses.Cancelled });

        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    [Fact]
    public async Task S2_1_a_hold_is_confirmed_only_while_it_lives_and_by_its_owner()
    {
        var (buyer, booking) = await PendingAsync();
        Assert.True(await system.Stripe.PayAsync(booking));
        var unknown = Guid.CreateVersion7();

        var stranger = await system.NewBuyer().ConfirmAsync(booking);
        var nothing = await buyer.PostAsync("/booking/confirm", new { holdId = unknown, paymentIntentId = booking.IntentId });
        var ended = await buyer.PostAsync("/booking/book_seat", new { holdId = await EndedHoldAsync(buyer) });

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (stranger.Status, nothing.Status));
        Assert.Equal((HttpStatusCode.Conflict, "hold-expired"), (ended.Status, ended.Problem));
    }

    [Fact]
    public async Task S2_2_seats_and_prices_in_a_confirmation_change_nothing()
    {
        var (buyer, booking) = await PendingAsync();

        var unpaid = await ConfirmAnotherSeatAsync();
        Assert.True(await system.Stripe.PayAsync(booking));
        var paid = await ConfirmAnotherSeatAsync();

        Assert.Equal((HttpStatusCode.PaymentRequired, HttpStatusCode.OK), (unpaid.Status, paid.Status));
        var after = await buyer.GetAsync($"/booking/bookings/{booking.Id("bookingId")}");
        Assert.Equal("A1", Assert.Single(after.Body.GetProperty("seats").EnumerateArray()).GetProperty("seatNumber").GetString());
        Assert.Equal(Hall.Price, after.Body.GetProperty("amountMinor").GetInt64());
        Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().HoldAsync(booking.Id("eventId"), "A2")).Status);

        Task<Answer> ConfirmAnotherSeatAsync() => buyer.PostAsync(
            "/booking/confirm?seats=A2&price=0",
            new { bookingId = booking.Id("bookingId"), paymentIntentId = booking.IntentId, pricePerSeat = 0 });
    }

    [Fact]
    public async Task S2_3_a_seat_is_confirmed_once_although_two_have_paid_for_it()
    {
        var (first, mine) = await PendingAsync();
        var second = system.NewBuyer();
        var theirs = await EndAndTakeAsync(mine, second);
        Assert.True(await system.Stripe.PayAsync(theirs));
        await second.WaitForStatusAsync(theirs.Id("bookingId"), "CONFIRMED");

        Assert.True(await system.Stripe.PayAsync(mine));

        await first.WaitForStatusAsync(mine.Id("bookingId"), "REFUNDED");
        Assert.Equal("CONFIRMED", await second.StatusAsync(theirs.Id("bookingId")));
    }

    [Fact]
    public async Task S2_4_a_sold_seat_cannot_be_held_when_its_lock_is_gone()
    {
        var (buyer, booking) = await PendingAsync();
        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");
        await LoseLocksAsync(booking);

        var refused = await system.NewBuyer().HoldAsync(booking.Id("eventId"), "A1");

        Assert.Equal((HttpStatusCode.Conflict, "seats-unavailable"), (refused.Status, refused.Problem));
        Assert.Equal("BOOKED", refused.Body.GetProperty("conflicts")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task S2_6_a_payment_of_another_booking_confirms_nothing()
    {
        var (buyer, booking) = await PendingAsync();
        var other = await buyer.BookAsync(booking.Id("eventId"), "A2");
        Assert.True(await system.Stripe.PayAsync(other));

        var answer = await buyer.PostAsync("/booking/confirm", new { bookingId = booking.Id("bookingId"), paymentIntentId = other.IntentId });
        var invented = await buyer.PostAsync("/booking/confirm", new { bookingId = booking.Id("bookingId"), paymentIntentId = "pi_invented" });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (answer.Status, invented.Status));
        Assert.Equal("PENDING_PAYMENT", await buyer.StatusAsync(booking.Id("bookingId")));
    }

    [Fact]
    public async Task S2_11_a_seat_cannot_be_taken_in_the_moment_its_sale_is_committed()
    {
        var (_, booking) = await PendingAsync();
        await LoseLocksAsync(booking);
        await using var connection = await system.Database.OpenConnectionAsync();
        await using var sale = await connection.BeginTransactionAsync();
        await SeatClaims.LockAsync(sale, [booking.Id("bookingId")], CancellationToken.None);
        await SeatClaims.BookAsync(sale, booking.Id("bookingId"), CancellationToken.None);

        var rival = system.NewBuyer().HoldAsync(booking.Id("eventId"), "A1");
        await Eventually.IsTrueAsync(() => system.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"));
        await sale.CommitAsync();

        var refused = await rival;
        Assert.Equal((HttpStatusCode.Conflict, "BOOKED"), (refused.Status, refused.Body.GetProperty("conflicts")[0].GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task S2_12_a_conflict_is_409_and_a_seat_named_twice_400()
    {
        var (_, booking) = await PendingAsync();
        var buyer = system.NewBuyer();

        var conflict = await buyer.HoldAsync(booking.Id("eventId"), "A1");
        var twice = await buyer.HoldAsync(booking.Id("eventId"), "A2", "A2");

        Assert.Equal((HttpStatusCode.Conflict, "seats-unavailable"), (conflict.Status, conflict.Problem));
        Assert.Equal(HttpStatusCode.BadRequest, twice.Status);
        Assert.Equal(HttpStatusCode.Created, (await buyer.HoldAsync(booking.Id("eventId"), "A2")).Status);
    }

    [Fact]
    public async Task S2_13_a_party_has_a_largest_size_and_a_repeated_click_books_once()
    {
        var hall = await system.NewEventAsync(maxSeats: 2);
        var buyer = system.NewBuyer();
        var body = $$"""{"eventId":"{{hall.EventId}}","seatNumbers":["A1"]}""";

        var first = await buyer.PostRawAsync("/booking/book_seat", body, ("Idempotency-Key", "click"));
        var second = await buyer.PostRawAsync("/booking/book_seat", body, ("Idempotency-Key", "click"));

        Assert.Equal(HttpStatusCode.BadRequest, (await buyer.HoldAsync(hall.EventId, "A2", "A3", "A4")).Status);
        Assert.Equal((HttpStatusCode.Created, first.Id("bookingId")), (second.Status, second.Id("bookingId")));
        Assert.Single(await system.Stripe.IntentsOfAsync(first.Id("bookingId")));
    }

    [Fact]
    public async Task S2_14_each_seat_of_a_hold_is_a_lock_of_its_own()
    {
        var hall = await system.NewEventAsync();
        await system.NewBuyer().HoldAsync(hall.EventId, "A1", "A2", "A3");

        var free = await Task.WhenAll(hall.Seats.Take(4).Select(IsLockFreeAsync));

        Assert.Equal([false, false, false, true], free);

        async Task<bool> IsLockFreeAsync(LayoutSeat seat)
        {
            using var sidecar = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{system.Sidecar[AppIds.Booking].HttpPort}") };
            using var answer = await sidecar.PostAsJsonAsync(
                $"/v1.0-alpha1/lock/{ComponentNames.LockStore}",
                new { resourceId = $"seat:{hall.EventId}:{seat.Id}", lockOwner = "another", expiryInSeconds = 600 });
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("success").GetBoolean();
        }
    }

    private async Task<(Buyer Buyer, Answer Booking)> PendingAsync()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        return (buyer, await buyer.BookAsync(hall.EventId, "A1"));
    }

    private Task LoseLocksAsync(Answer booking) => system.Part<SeatLocks>().ReleaseAsync(
        booking.Id("bookingId"),
        booking.Id("eventId"),
        [.. booking.Body.GetProperty("seats").EnumerateArray().Select(seat => seat.GetProperty("id").GetGuid())],
        CancellationToken.None);

    private async Task<Guid> EndedHoldAsync(Buyer buyer)
    {
        var hall = await system.NewEventAsync(holdSeconds: 5);
        var hold = (await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId");
        await buyer.WaitForStatusAsync(hold, "EXPIRED");
        return hold;
    }

    /// <summary>The first buyer's claim ends while the provider still has a way to pay, and another buyer takes the seat.</summary>
    private async Task<Answer> EndAndTakeAsync(Answer booking, Buyer rival)
    {
        await system.RunAsync(
            "UPDATE tbl_seat_claim SET expires_at = now() - interval '1 second' WHERE booking_id = $1", booking.Id("bookingId"));
        await LoseLocksAsync(booking);
        var taken = await rival.BookAsync(booking.Id("eventId"), "A1");
        Assert.Equal(HttpStatusCode.Created, taken.Status);
        return taken;
    }
}
