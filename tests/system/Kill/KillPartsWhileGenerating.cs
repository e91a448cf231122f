using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Kill;

/// <summary>A part is killed while the seats of a new event are on their way; none is missing and none is there twice.</summary>
[Collection(nameof(KillCollection))]
public sealed class KillPartsWhileGenerating(SystemFixture fixture)
{
    [Theory]
    [InlineData("event-core")]
    [InlineData("seats")]
    [InlineData("sidecar")]
    [InlineData("outbox-relay")]
    public async Task Seats_of_an_event_appear_even_if_a_part_is_killed_as_it_is_made(string part)
    {
        Parts.SkipUnlessThereIs(part);
        var organiser = await Organiser.RegisterAsync(fixture.System);
        var eventId = await organiser.CreateEventAsync(rows: 20, seatsPerRow: 50);

        await fixture.System.CommandAsync("kill", part);
        await fixture.System.RestartAsync(part);

        Assert.Equal(1000, (await organiser.UntilGeneratedAsync(eventId)).GetProperty("seatCount").GetInt32());
    }
}
