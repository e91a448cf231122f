using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;
using static TicketBooking.Search.Tests.Catalogue;

namespace TicketBooking.Search.Tests;

public sealed class FirstRebuildTests : IAsyncLifetime
{
    private readonly TestSearch _search = new();
    private Others _others = null!;

    public async ValueTask InitializeAsync() => _others = await Others.StartAsync();

    [Fact]
    public async Task An_empty_index_is_filled_at_the_start_as_soon_as_the_others_answer()
    {
        var concert = Event("Concert");
        _others.Events[concert.EventId] = concert;
        _others.Counts[concert.EventId] = new EventAvailability(concert.EventId, 7, 20, 1);
        _others.AreAway = true;
        await _search.StartAsync(fillsItself: true, settings: ("DAPR_HTTP_PORT", _others.Port));
        Assert.Empty(await _search.TitlesAsync(""));

        _others.AreAway = false;

        await Eventually.EqualsAsync("Concert", async () => string.Join(',', await _search.TitlesAsync("q=concert")));
        await Eventually.EqualsAsync(
            7, async () => (await _search.GetAsync($"/api/v1/search/events/{concert.EventId}")).GetProperty("availableSeats").GetInt32());
    }

    public async ValueTask DisposeAsync()
    {
        await _search.DisposeAsync();
        await _others.DisposeAsync();
    }
}
