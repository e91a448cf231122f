using System.Net;
using System.Text.Json;
using TicketBooking.Booking.Tests.Harness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Sale)]
public sealed class IdempotencyTests(BookingSystem system)
{
    [Fact]
    public async Task Twenty_holds_under_one_key_are_one_hold()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(buyer, "/booking/holds", new { eventId = hall.EventId, quantity = 2 })));
        var afterwards = await SendAsync(buyer, "/booking/holds", new { eventId = hall.EventId, quantity = 2 });

        Assert.Equal(HttpStatusCode.Created, afterwards.Status);
        Assert.All(answers, answer => Assert.True(
            answer.Status == HttpStatusCode.Created
                ? answer.Id("holdId") == afterwards.Id("holdId")
                : answer.Problem == "idempotency-key-in-use"));
        Assert.Equal(1, await CountAsync("tbl_booking", hall.EventId));
    }

    [Fact]
    public async Task A_seat_is_booked_once_under_its_key_and_has_one_payment()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();

        var first = await SendAsync(buyer, "/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A1" });
        var second = await SendAsync(buyer, "/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A1" });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.True(JsonElement.DeepEquals(first.Body, second.Body));
        Assert.Equal(1, await CountAsync("tbl_payment_attempt JOIN tbl_booking ON tbl_booking.id = booking_id", hall.EventId));
    }

    [Fact]
    public async Task The_client_secret_of_a_payment_is_not_kept_with_the_answer()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var first = await SendAsync(buyer, "/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A1" });
        var intent = first.Body.GetProperty("paymentIntent");
        var secret = intent.GetProperty("clientSecret").GetString()!;

        var kept = await system.ScalarAsync<string>("SELECT convert_from(body, 'UTF8') FROM tbl_idempotency_key WHERE user_id = $1", buyer.UserId);

        Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
        Assert.Contains(first.IntentId, kept, StringComparison.Ordinal);
        Assert.NotEqual("", secret);
    }

    [Fact]
    public async Task An_answer_is_given_again_when_the_provider_can_tell_the_secret_and_503_before()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var request = new { eventId = hall.EventId, seatNumber = "A1" };
        var first = await SendAsync(buyer, "/booking/book_seat", request);
        Answer refused;
        await using (await system.Stripe.MisbehaveAsync(
            new { api = new[] { new { @do = "FailBefore", operation = "payment_intents.retrieve", next = (int?)null } } }))
        {
            refused = await SendAsync(buyer, "/booking/book_seat", request);
        }

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "payment-provider-unavailable"), (refused.Status, refused.Problem));
        Assert.True(JsonElement.DeepEquals(first.Body, (await SendAsync(buyer, "/booking/book_seat", request)).Body));
    }

    [Fact]
    public async Task A_key_of_one_seat_does_not_book_another()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        await SendAsync(buyer, "/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A1" });

        var refused = await SendAsync(buyer, "/booking/book_seat", new { eventId = hall.EventId, seatNumber = "A2" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (refused.Status, refused.Problem));
        Assert.Equal(1, await CountAsync("tbl_booking", hall.EventId));
    }

    [Fact]
    public async Task A_repeated_confirmation_or_cancellation_gets_the_first_answer_of_its_key()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        var question = new { bookingId = booking.Id("bookingId"), paymentIntentId = booking.IntentId };

        // Not an answer that is kept: the money may come.
        Assert.Equal(HttpStatusCode.PaymentRequired, (await SendAsync(buyer, "/booking/confirm", question, "confirm-1")).Status);
        Assert.True(await system.Stripe.PayAsync(booking));
        var paid = await SendAsync(buyer, "/booking/confirm", question, "confirm-1");
        var cancelled = await SendAsync(buyer, $"/booking/bookings/{booking.Id("bookingId")}/cancel", new { }, "cancel-1");
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "REFUNDED");
        var cancelledAgain = await SendAsync(buyer, $"/booking/bookings/{booking.Id("bookingId")}/cancel", new { }, "cancel-1");

        var paidAgain = await SendAsync(buyer, "/booking/confirm", question, "confirm-1");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (paid.Status, paidAgain.Status));
        Assert.Equal("CONFIRMED", paidAgain.Text("status"));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (cancelled.Status, cancelledAgain.Status));
        Assert.True(JsonElement.DeepEquals(cancelled.Body, cancelledAgain.Body));
        Assert.Single(await system.Stripe.RefundsAsync(booking.IntentId));
    }

    private static Task<Answer> SendAsync(Buyer buyer, string path, object body, string key = "k") =>
        buyer.PostRawAsync(path, JsonSerializer.Serialize(body), ("Idempotency-Key", key));

    private Task<long> CountAsync(string tables, Guid eventId) =>
        system.ScalarAsync<long>($"SELECT count(*) FROM {tables} WHERE event_id = $1", eventId);
}
