using TicketBooking.Launcher.Processes;
using Xunit;

namespace TicketBooking.Local.Tests.Launcher;

public sealed class ProcessLogTests : IDisposable
{
    private static readonly string[] Written =
    [
        "Sidecar of booking listens: HTTP 8802",
        "2026-11-27T10:58:45.291Z info Migrator: Applied migration 0001_seats.sql.",
        "2026-11-27T10:58:45.311Z WARN SeatLocks: The lock store does not answer.",
        "   at TicketBooking.Booking",
        "info: TicketBooking.Sidecar[7101] seats subscribes to 2 topics",
        "      of the component pubsub",
        "fail: TicketBooking.Sidecar[7010] /v1.0/state failed in the database",
        "Unhandled exception. System.InvalidOperationException: Auth:Issuer is not set.",
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("ticket-booking-test-").FullName;

    [Fact]
    public void The_screen_shows_entries_from_warning_up_and_the_file_has_all_lines()
    {
        Assert.Equal([.. Written[2..4], .. Written[6..]], ShownOf(ScreenLines.Warnings));
        Assert.Equal(Written, File.ReadAllLines(Path.Combine(_directory, "booking.log")));
    }

    [Fact]
    public void With_verbose_the_screen_shows_every_line_and_a_silent_part_shows_none()
    {
        Assert.Equal(Written, ShownOf(ScreenLines.All));
        Assert.Empty(ShownOf(ScreenLines.None));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string[] ShownOf(ScreenLines lines)
    {
        using var text = new StringWriter();
        using (var log = new ProcessLog("booking", _directory, new Screen(text, colours: false)) { OnScreen = lines })
        {
            Array.ForEach(Written, log.Write);
        }

        return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf('|') + 2)..])];
    }
}
