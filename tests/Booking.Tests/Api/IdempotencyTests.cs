using System.Net;
using System.Text.Json;
using TicketBooking.Booking.Tests.Harness;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystemTests.Name)]
public sealed class IdempotencyTests(BookingSystem system)
{
    [Fact]
    public async Task Twenty_holds_under_one_key_are_one_hold()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(buyer, "/holds", new { eventId = hall.EventId, quantity = 2 })));
        var afterwards = await SendAsync(buyer, "/holds", new { eventId = hall.EventId, quantity = 2 });

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

        var first = await SendAsync(buyer, "/book_seat", new { eventId = hall.EventId, seatNumber = "A1" });
        var second = await SendAsync(buyer, "/book_seat", new { eventId = hall.EventId, seatNumber = "A1" });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.True(JsonElement.DeepEquals(first.Body, second.Body));
        Assert.Equal(1, await CountAsync("tbl_payment_attempt JOIN tbl_booking ON tbl_booking.id = booking_id", hall.EventId));
    }

    [Fact]
    public async Task A_key_of_one_seat_does_not_book_another()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        await SendAsync(buyer, "/book_seat", new { eventId = hall.EventId, seatNumber = "A1" });

        var refused = await SendAsync(buyer, "/book_seat", new { eventId = hall.EventId, seatNumber = "A2" });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (refused.Status, refused.Problem));
        Assert.Equal(1, await CountAsync("tbl_booking", hall.EventId));
    }

    private static Task<Answer> SendAsync(Buyer buyer, string path, object body) =>
        buyer.PostRawAsync(path, JsonSerializer.Serialize(body), ("Idempotency-Key", "k"));

    private Task<long> CountAsync(string tables, Guid eventId) =>
        system.ScalarAsync<long>($"SELECT count(*) FROM {tables} WHERE event_id = $1", eventId);
}
