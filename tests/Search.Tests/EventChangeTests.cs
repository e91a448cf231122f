using Xunit;

namespace TicketBooking.Search.Tests;

public sealed class EventChangeTests(TestSearch search) : IClassFixture<TestSearch>
{
    [Fact]
    public async Task Prices_and_start_of_a_hit_are_those_of_the_highest_version()
    {
        var first = Catalogue.Event("Fidelio Nachtwerk", price: 2500, highest: 4500, startsAt: "2090-05-01T20:00:00");
        var third = Catalogue.Event("Fidelio Nachtwerk", price: 0, highest: 9900, startsAt: "2090-06-01T20:00:00", version: 3) with { EventId = first.EventId };
        await search.AcceptAsync([first]);
        await search.AcceptAsync([third]);
        await search.AcceptAsync([third with { Version = 2, StartsAt = first.StartsAt, Sections = first.Sections }, first]);

        var hit = (await search.SearchAsync("q=nachtwerk")).GetProperty("hits")[0];

        Assert.Equal((0, 9900), (hit.GetProperty("minPriceMinor").GetInt64(), hit.GetProperty("maxPriceMinor").GetInt64()));
        Assert.Equal(third.StartsAt, hit.GetProperty("startsAt").GetDateTimeOffset());
    }
}
