using System.Net;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

public sealed class PoisonTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Theory]
    [InlineData("event-changes")]
    [InlineData("booking-changes")]
    public async Task A_message_that_no_retry_makes_readable_is_dropped_and_later_ones_flow(string route)
    {
        foreach (var body in new[] { "", "no json", "[]", "{}", """{"op":"c","after":null}""", """{"op":"c","after":{"id":"1"}}""" })
        {
            await AssertDroppedAsync(await seats.DeliverBytesAsync(route, body));
        }

        foreach (var payload in new[] { "", "null", "[]", "{}", """{"eventId":7}""", """{"eventId":"0199d3c4-5b1e-7c3a-9f00-000000000001"}""" })
        {
            await AssertDroppedAsync(await seats.DeliverPayloadAsync(route, payload));
        }

        var next = Sample.Event(Sample.Section("Stalls", 1, 1));
        await seats.AcceptAsync(next);
        Assert.Single(await seats.AllAsync("seats", next.EventId));
    }

    [Fact]
    public async Task An_impossible_event_or_seat_state_is_dropped()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 1));
        await seats.AcceptAsync(message);
        var seat = Guid.Parse((await seats.AllAsync("seats", message.EventId))[0].GetProperty("id").GetString()!);
        var before = await seats.FingerprintAsync();

        await AssertDroppedAsync(await seats.DeliverAsync(
            "event-changes", Sample.Event(Sample.Section("Stalls", 200_001, 1)), ContractsJson.Default.EventMessage));
        await AssertDroppedAsync(await seats.DeliverAsync(
            "booking-changes", Sample.Booking(message.EventId, new SeatChange(seat, "A1", "LOST", 1)), ContractsJson.Default.BookingMessage));
        await AssertDroppedAsync(await seats.DeliverAsync(
            "booking-changes", Sample.Booking(message.EventId, new SeatChange(seat, "A1", SeatStatuses.Held, 0)), ContractsJson.Default.BookingMessage));

        Assert.Equal(before, await seats.FingerprintAsync());
    }

    [Theory]
    [InlineData("u")]
    [InlineData("d")]
    [InlineData("t")]
    public async Task Changes_of_old_outbox_rows_are_acknowledged_and_ignored(string operation)
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 1));

        using var answer = await seats.DeliverAsync("event-changes", message, ContractsJson.Default.EventMessage, operation);

        Assert.Equal(["SUCCESS"], await SidecarDelivery.StatusesAsync(answer));
        await seats.GetAsync($"/api/v1/seat/seats?eventId={message.EventId}", HttpStatusCode.NotFound);
    }

    private static async Task AssertDroppedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(["DROP"], await SidecarDelivery.StatusesAsync(answer));
        }
    }
}
