using Microsoft.Extensions.DependencyInjection;
using TicketBooking.Contracts;
using TicketBooking.Search.Rebuild;
using Xunit;
using static TicketBooking.Search.Tests.Catalogue;

namespace TicketBooking.Search.Tests;

/// <summary>The index is made anew from event-core and seats, while everything goes on.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private readonly TestSearch _search = new();
    private Others _others = null!;

    public async ValueTask InitializeAsync()
    {
        _others = await Others.StartAsync();
        await _search.StartAsync(settings: ("DAPR_HTTP_PORT", _others.Port));
    }

    [Fact]
    public async Task All_events_are_read_by_key_in_pages()
    {
        for (var i = 0; i < 1001; i++)
        {
            Has(Event($"Concert {i}"), available: i);
        }

        var result = await RebuildAsync();

        Assert.Equal((1001, 1001L, 0L, 0), (result.Events, result.Changed, result.Deleted, result.Unreadable));
        Assert.Equal(["events 500", "events 500", "events 1", "availability 500", "availability 500", "availability 1"], _others.Pages.Select(page => $"{page.Path} {page.Count}"));
        Assert.Equal(1001, (await _search.SearchAsync("q=concert")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task What_is_only_here_is_marked_as_deleted_and_what_differs_is_mended()
    {
        var kept = Has(Event("Kept"));
        var stale = Event("Stale");
        Has(stale with { Title = "Fresh", Version = 2 });
        var changed = Has(Event("Changed"));
        var gone = Event("Gone");
        await _search.AcceptAsync(kept, stale, changed with { Title = "Damaged" }, gone);

        var result = await RebuildAsync();

        Assert.Equal((3, 2L, 1L), (result.Events, result.Changed, result.Deleted));
        Assert.Equal(["Changed", "Fresh", "Kept"], (await _search.TitlesAsync("")).Order());
        Assert.Equal(0, (await RebuildAsync()).Changed);
    }

    [Fact]
    public async Task Changes_that_come_during_a_rebuild_are_kept()
    {
        var early = Has(Event("Early"));
        var late = Event("Late");
        var deleted = Has(Event("Deleted"));
        await _search.AcceptAsync(early, deleted);
        _others.BetweenPages = async () =>
        {
            _others.BetweenPages = () => Task.CompletedTask;
            // After event-core has read its page: a change, a new event that is not on the page, and a deletion.
            await _search.AcceptAsync(early with { Title = "Changed", Version = 2 }, late, deleted with { Status = EventStatuses.Deleted, Version = 2 });
        };

        await RebuildAsync();

        Assert.Equal(["Changed", "Late"], (await _search.TitlesAsync("")).Order());
    }

    [Fact]
    public async Task A_comparison_finds_each_difference_and_nothing_else()
    {
        var same = Has(Event("Same"), available: 3);
        var behind = Event("Behind");
        var damaged = Has(Event("Damaged"));
        var missing = Has(Event("Missing"));
        var surplus = Event("Surplus");
        await _search.AcceptAsync(same, behind, damaged with { Title = "Damage" }, surplus, Event("Gone", status: EventStatuses.Deleted));
        await _search.AcceptAsync(Available(same.EventId, 3, 1));
        Has(behind with { Version = 2 }, available: 5);

        var result = await CompareAsync();

        Assert.Equal(5, result.Events + 1);
        Assert.Equal(
            Expected(("availability", behind.EventId), ("behind", behind.EventId), ("content", damaged.EventId), ("missing", missing.EventId), ("surplus", surplus.EventId)),
            Expected([.. result.Differences.Select(difference => (difference.Kind, difference.EventId))]));

        await RebuildAsync();
        Assert.Empty((await CompareAsync()).Differences);
    }

    [Fact]
    public async Task Counts_that_are_equal_are_no_difference_although_seats_changed_since()
    {
        var concert = Has(Event("Concert"), available: 3);
        await _search.AcceptAsync(concert);
        await _search.AcceptAsync(Available(concert.EventId, 3, seq: 1));
        _others.Counts[concert.EventId] = new EventAvailability(concert.EventId, 3, 2000, Seq: 2);

        Assert.Empty((await CompareAsync()).Differences);
    }

    [Fact]
    public async Task A_difference_that_passes_is_none()
    {
        var concert = Has(Event("Concert"));
        var looks = 0;
        _others.BetweenPages = () => ++looks == 2 ? _search.AcceptAsync(concert) : Task.CompletedTask;

        Assert.Empty((await CompareAsync()).Differences);
        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task A_rebuild_without_the_others_changes_nothing_and_says_so()
    {
        await _search.AcceptAsync(Event("Kept"));
        _others.AreAway = true;

        await Assert.ThrowsAsync<HttpRequestException>(RebuildAsync);

        Assert.Equal(["Kept"], await _search.TitlesAsync(""));
    }

    public async ValueTask DisposeAsync()
    {
        await _search.DisposeAsync();
        await _others.DisposeAsync();
    }

    private EventMessage Has(EventMessage message, int? available = null)
    {
        _others.Events[message.EventId] = message;
        if (available is { } count)
        {
            _others.Counts[message.EventId] = new EventAvailability(message.EventId, count, 2000, 1);
        }

        return message;
    }

    private Task<RebuildResult> RebuildAsync() => _search.Services.GetRequiredService<TruthRebuild>().RunAsync(CancellationToken.None);

    private Task<IndexComparisonResult> CompareAsync() =>
        _search.Services.GetRequiredService<IndexComparison>().RunAsync(TimeSpan.Zero, CancellationToken.None);

    private static string[] Expected(params (string Kind, Guid EventId)[] differences) =>
        [.. differences.Select(difference => $"{difference.Kind} {difference.EventId}").Order()];
}
