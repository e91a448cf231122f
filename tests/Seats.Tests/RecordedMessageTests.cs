using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

/// <summary>What Debezium 3.6.1 and daprd 1.18.3 really sent.</summary>
public sealed class RecordedMessageTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Theory]
    [InlineData("event-changes")]
    [InlineData("booking-changes")]
    public Task Each_request_of_daprd_is_answered(string route) => RecordedDeliveries.AreAnsweredAsync(seats.Client, route);

    [Fact]
    public async Task Recorded_events_get_their_seats_and_whatever_else_comes_has_no_effect()
    {
        await RecordedDeliveries.AreAcknowledgedAsync(seats.Client, "event-changes");
        await Eventually.EqualsAsync(0L, () => seats.CountAsync("SELECT count(*) FROM tbl_generation_job"));

        Assert.Equal(2, await seats.CountAsync("SELECT count(*) FROM tbl_event"));
        Assert.Equal(10_000, await seats.CountAsync("SELECT count(*) FROM tbl_seat WHERE event_id = '01a2152a-aae0-7d3d-bcb3-0fed7e5ae26e'"));
        Assert.Equal(0, await seats.CountAsync($"SELECT count(*) FROM tbl_parked_message WHERE topic = '{Topics.EventOutbox}'"));
    }

    [Fact]
    public async Task Recorded_bookings_wait_for_the_seats_that_they_name_and_whatever_else_comes_has_no_effect()
    {
        await RecordedDeliveries.AreAcknowledgedAsync(seats.Client, "booking-changes");

        // Of 13 bookings one has given its seats back before.
        Assert.Equal(12, await seats.CountAsync(
            $"SELECT count(*) FROM tbl_parked_message WHERE topic = '{Topics.BookingOutbox}' AND waits_for LIKE 'seats:%'"));
        Assert.Equal(0, await seats.CountAsync("SELECT count(*) FROM tbl_seat WHERE version > 0"));
    }
}
