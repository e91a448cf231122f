using Xunit;

namespace TicketBooking.Journey;

[Collection(nameof(JourneyCollection))]
public sealed class WatchSeats(LocalSystem system, ITestOutputHelper output)
{
    [Fact]
    public async Task S2_8_a_watcher_sees_a_hold_come_and_lapse_without_any_traffic()
    {
        var organiser = await Organiser.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync(holdSeconds: 5);
        await organiser.UntilGeneratedAsync(eventId);
        using var watcher = await SeatWatcher.OpenAsync(system, eventId);
        var buyer = await Buyer.RegisterAsync(system);

        var hold = (await buyer.HoldAsync(eventId, "A1")).Success();

        await watcher.UntilSeatIsAsync("A1", "HELD");
        var seen = await watcher.UntilSeatIsAsync("A1", "AVAILABLE");
        var ended = hold.Body.GetProperty("expiresAt").GetDateTimeOffset();
        output.WriteLine($"The end of the hold was seen {(seen - ended).TotalMilliseconds:0} ms later.");
        Assert.True(seen >= ended, "The end of the hold was seen before it came.");
    }

    [Fact]
    public async Task A_stream_outlives_the_parts_behind_it_and_shows_what_they_did()
    {
        var organiser = await Organiser.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await Buyer.RegisterAsync(system);
        using var watcher = await SeatWatcher.OpenAsync(system, eventId);

        await system.RestartAsync("seats");
        await buyer.HoldSeatsAsync(eventId, "A1");
        await watcher.UntilSeatIsAsync("A1", "HELD");
        await system.RestartAsync("sidecar");
        await buyer.HoldSeatsAsync(eventId, "A2");

        await watcher.UntilSeatIsAsync("A2", "HELD");
    }
}
