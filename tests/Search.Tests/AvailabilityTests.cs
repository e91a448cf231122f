using TicketBooking.Contracts;
using Xunit;
using static TicketBooking.Search.Tests.Catalogue;

namespace TicketBooking.Search.Tests;

public sealed class AvailabilityTests(TestSearch search) : IClassFixture<TestSearch>
{
    [Fact]
    public async Task All_seats_are_available_once_they_are_generated_then_what_seats_counts()
    {
        var concert = Event("Concert");
        await search.AcceptAsync(concert);
        Assert.Equal(0, await AvailableAsync(concert));

        await search.AcceptAsync(new SeatsGeneratedMessage(concert.EventId, 2000));
        Assert.Equal(2000, await AvailableAsync(concert));

        await search.AcceptAsync(Available(concert.EventId, 1998, seq: 2), Available(concert.EventId, 1999, seq: 1));
        await search.AcceptAsync(new SeatsGeneratedMessage(concert.EventId, 2000));
        Assert.Equal(1998, await AvailableAsync(concert));
    }

    [Fact]
    public async Task Counts_may_come_before_the_event()
    {
        var concert = Event("Concert");
        await search.AcceptAsync(Available(concert.EventId, 5, seq: 9));

        await search.AcceptAsync(concert);

        Assert.Equal(5, await AvailableAsync(concert));
    }

    private async Task<int> AvailableAsync(EventMessage message) =>
        (await search.GetAsync($"/api/v1/search/events/{message.EventId}")).GetProperty("availableSeats").GetInt32();
}
