using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Journey;

[Collection(nameof(JourneyCollection))]
public sealed class WatchSeats(SystemFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task S2_8_a_watcher_sees_a_hold_come_and_lapse_without_any_traffic()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync(holdSeconds: 5);
        await organiser.UntilGeneratedAsync(eventId);
        using var watcher = await SeatWatcher.OpenAsync(fixture.System, eventId);
        var buyer = await PayingBuyer.RegisterAsync(fixture.System);

        var hold = (await buyer.HoldAsync(eventId, "A1")).Success();

        await watcher.UntilSeatIsAsync("A1", "HELD");
        var seen = await watcher.UntilSeatIsAsync("A1", "AVAILABLE");
        var ended = hold.Body.GetProperty("expiresAt").GetDateTimeOffset();
        output.WriteLine($"The end of the hold was seen {(seen - ended).TotalMilliseconds:0} ms later.");
        Assert.True(seen >= ended, "The end of the hold was seen before it came.");
    }
}
