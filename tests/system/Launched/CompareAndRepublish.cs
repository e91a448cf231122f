using TicketBooking.Postgres;
using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>An operator finds seats that are shown wrongly, and has the truth published again.</summary>
[Collection(nameof(LaunchedCollection))]
public sealed class CompareAndRepublish(LocalSystem system)
{
    [Fact]
    public async Task A_seat_that_is_shown_wrongly_is_found_and_right_after_the_event_is_republished()
    {
        var organiser = await Organiser.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var buyer = await PayingBuyer.RegisterAsync(system);
        await buyer.HoldSeatsAsync(eventId, "A1", "A2");
        await buyer.UntilSeatIsAsync(eventId, "A2", "HELD");
        await CompareAsync(exitCode: 0, "0 differences");

        await using (var seats = system.Database("seats"))
        {
            await seats.Command("UPDATE tbl_seat SET status = 'AVAILABLE', version = 0 WHERE event_id = $1 AND seat_number = 'A2'", eventId)
                .RunAsync(CancellationToken.None);
        }

        await CompareAsync(exitCode: 1, $"behind      {eventId}  A2    HELD 1  AVAILABLE 0");
        Assert.Contains("1 messages", await system.CommandAsync("run", "booking", "republish", $"{eventId}"), StringComparison.Ordinal);
        await buyer.UntilSeatIsAsync(eventId, "A2", "HELD");
        await CompareAsync(exitCode: 0, "0 differences");
        Assert.Contains("1 messages", await system.CommandAsync("run", "seats", "republish", $"{eventId}"), StringComparison.Ordinal);
        Assert.Contains("1 messages", await system.CommandAsync("run", "event-core", "republish", $"{eventId}"), StringComparison.Ordinal);
        Assert.Equal(1, (await system.TryCommandAsync("run", "seats", "republish", $"{Guid.CreateVersion7()}")).ExitCode);
    }

    private async Task CompareAsync(int exitCode, string says)
    {
        var (code, answer) = await system.TryCommandAsync("run", "booking", "compare-seats", "--settle-seconds", "1");
        Assert.True(code == exitCode, answer);
        Assert.Contains(says, answer, StringComparison.Ordinal);
    }
}
