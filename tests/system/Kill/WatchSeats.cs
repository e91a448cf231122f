using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Kill;

[Collection(nameof(KillCollection))]
public sealed class WatchSeats(SystemFixture fixture)
{
    [Fact]
    public async Task A_stream_outlives_the_parts_behind_it_and_shows_what_they_did()
    {
        Parts.SkipUnlessThereIs(Parts.SidecarOfSeats);
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(fixture.System);
        using var watcher = await SeatWatcher.OpenAsync(fixture.System, eventId);

        await fixture.System.RestartAsync("seats");
        await buyer.HoldSeatsAsync(eventId, "A1");
        await watcher.UntilSeatIsAsync("A1", "HELD");
        await fixture.System.RestartAsync(Parts.SidecarOfSeats);
        await buyer.HoldSeatsAsync(eventId, "A2");

        await watcher.UntilSeatIsAsync("A2", "HELD");
    }
}
