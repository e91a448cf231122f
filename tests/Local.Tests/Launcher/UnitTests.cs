using TicketBooking.ChildProcesses;
using TicketBooking.Launcher.Processes;
using Xunit;

namespace TicketBooking.Local.Tests.Launcher;

public sealed class UnitTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ticket-booking-test-").FullName;
    private readonly ScreenText _text = new();
    private readonly Screen _screen;
    private readonly Unit _unit;

    public UnitTests()
    {
        _screen = new Screen(_text, colours: false);
        _unit = new Unit("booking", StartSleeping, new ProcessLog("booking", _directory, _screen) { OnScreen = ScreenLines.All }, _screen, "launcher --");
    }

    [Fact]
    public async Task A_death_is_reported_once_with_the_restart_command_and_not_undone()
    {
        await _unit.StartAsync(CancellationToken.None);
        await _unit.SignalAsync("KILL");
        var report = await _text.LineWith("SIGKILL");

        Assert.StartsWith("booking was killed (SIGKILL)", report, StringComparison.Ordinal);
        Assert.Contains("'launcher -- restart booking'", report, StringComparison.Ordinal);
        Assert.False(await _unit.SignalAsync("KILL"));
    }

    [Fact]
    public async Task A_restart_is_no_death_and_runs_a_new_process()
    {
        await _unit.StartAsync(CancellationToken.None);
        var before = await _unit.DescribeAsync();

        await _unit.RestartAsync(CancellationToken.None);

        Assert.Contains("runs, pid", before, StringComparison.Ordinal);
        Assert.NotEqual(before, await _unit.DescribeAsync());
        Assert.DoesNotContain("restarted by itself", _text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_died_can_be_restarted()
    {
        await _unit.StartAsync(CancellationToken.None);
        await _unit.SignalAsync("KILL");
        await _text.LineWith("SIGKILL");

        await _unit.RestartAsync(CancellationToken.None);

        Assert.Contains("runs, pid", await _unit.DescribeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_go_to_the_screen_by_name_and_to_the_file_as_they_are()
    {
        await _unit.StartAsync(CancellationToken.None);
        await _text.LineWith("hello");
        await _unit.StopAsync();

        Assert.Contains("booking      | hello", _text.ToString(), StringComparison.Ordinal);
        Assert.Equal(["hello"], await File.ReadAllLinesAsync(Path.Combine(_directory, "booking.log")));
    }

    public async ValueTask DisposeAsync()
    {
        await _unit.DisposeAsync();
        await _text.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static Task<GuardedProcess> StartSleeping(Action<string> onLine, CancellationToken cancellationToken) =>
        Task.FromResult(GuardedProcess.Start(new ChildCommand("sh", "-c", "echo hello; exec sleep 600"), onLine));
}
