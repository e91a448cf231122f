using System.Net;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Kill;

[Collection(nameof(KillCollection))]
public sealed class KillSearch(SystemFixture fixture)
{
    [Fact]
    public async Task What_happened_while_search_was_dead_is_found_when_it_is_back()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        await fixture.System.CommandAsync("kill", "search");
        var eventId = await organiser.CreateEventAsync(rows: 1, seatsPerRow: 3);

        await fixture.System.RestartAsync("search");

        await Eventually.EqualsAsync("First Night", async () =>
            await organiser.GetAsync($"/search/events/{eventId}") is { Status: HttpStatusCode.OK } hit ? hit.Text("title") : null);
    }
}
