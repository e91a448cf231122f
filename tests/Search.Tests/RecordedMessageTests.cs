using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests;

/// <summary>What Debezium 3.6.1 and daprd 1.18.3 really sent.</summary>
public sealed class RecordedMessageTests(TestSearch search) : IClassFixture<TestSearch>
{
    [Theory]
    [InlineData("event-changes")]
    [InlineData("availability-changes")]
    public Task Each_request_of_daprd_is_answered(string route) => RecordedDeliveries.AreAnsweredAsync(search.Client, route);

    [Fact]
    public async Task Recorded_events_are_known_and_whatever_else_comes_has_no_effect()
    {
        await RecordedDeliveries.AreAcknowledgedAsync(search.Client, "event-changes");

        Assert.Equal("Concert c9fdbb", await ScalarAsync("SELECT title FROM tbl_event WHERE id = '01a2152a-aae0-7d3d-bcb3-0fed7e5ae26e'"));
        Assert.Equal("CANCELLED", await ScalarAsync("SELECT status FROM tbl_event WHERE id = '01a2153f-4640-7c43-9959-c9e35e4d50cd'"));
        Assert.Equal(2L, await ScalarAsync("SELECT count(*) FROM tbl_event"));
        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM tbl_parked_message WHERE topic = '{Topics.EventOutbox}'"));
    }

    [Fact]
    public async Task Recorded_seats_are_counted_and_whatever_else_comes_has_no_effect()
    {
        await RecordedDeliveries.AreAcknowledgedAsync(search.Client, "availability-changes");

        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM tbl_availability WHERE event_id = '01a2152a-8b73-7376-aa23-67b6216c97da' AND seq = 0"));
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM tbl_availability"));
        Assert.Equal(0L, await ScalarAsync($"SELECT count(*) FROM tbl_parked_message WHERE topic = '{Topics.SeatOutbox}'"));
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = search.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
