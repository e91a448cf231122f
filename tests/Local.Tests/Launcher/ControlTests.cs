using System.IO.Pipes;
using TicketBooking.ChildProcesses;
using TicketBooking.Launcher;
using TicketBooking.Launcher.Control;
using TicketBooking.Launcher.Processes;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.Launcher;

/// <summary>Commands from another process of the same user, on the same data directory.</summary>
public sealed class ControlTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ticket-booking-test-").FullName;
    private readonly CancellationTokenSource _stopped = new();
    private readonly DataLock _dataLock;
    private readonly ControlServer _server;
    private readonly TaskCompletionSource _ready = new();
    private readonly Unit[] _units;

    public ControlTests()
    {
        var screen = new Screen(new StringWriter(), colours: false);
        _dataLock = new DataLock(_directory);
        _units = [NewUnit("booking", StartSleeping), NewUnit("broken", (_, _) => throw new IOException("no disk")), NewUnit("slow", StartWhenReady)];
        _server = new ControlServer(new Commands(_units, [], _stopped.Cancel), _directory);

        Unit NewUnit(string name, Func<Action<string>, CancellationToken, Task<GuardedProcess>> start) =>
            new(name, start, new ProcessLog(name, _directory, screen), screen, "launcher --");
    }

    [Fact]
    public async Task The_parts_are_a_table_of_plain_lines()
    {
        var before = await ControlClient.AskAsync(_directory, "status");
        await _units[0].StartAsync(CancellationToken.None);
        var after = await ControlClient.AskAsync(_directory, "status");

        Assert.Matches("^PART +STATE +READY AFTER *\nbooking +not started *\n", before);
        Assert.Matches("^PART +STATE +READY AFTER *\nbooking +runs, pid [0-9]+ +[0-9.]+ s *\n", after);
    }

    [Fact]
    public async Task Many_commands_are_answered_and_refusals_say_why()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ControlClient.AskAsync(_directory, "kill nothing")));

        Assert.All(answers, answer => Assert.Equal("refused: there is no 'nothing'; there are booking, broken, slow", answer));
        Assert.Equal("stopping", await ControlClient.AskAsync(_directory, "stop"));
        Assert.True(_stopped.IsCancellationRequested);
    }

    [Fact]
    public async Task A_restart_that_takes_long_holds_up_no_other_command()
    {
        var restarting = ControlClient.AskAsync(_directory, "restart slow");
        await Eventually.IsTrueAsync(async () => (await ControlClient.AskAsync(_directory, "status")).Contains("starts", StringComparison.Ordinal));

        Assert.Equal("booking restarted", await ControlClient.AskAsync(_directory, "restart booking"));
        Assert.False(restarting.IsCompleted);
        _ready.SetResult();
        Assert.Equal("slow restarted", await restarting);
    }

    [Fact]
    public async Task A_command_that_fails_unexpectedly_is_refused_and_others_go_on()
    {
        Assert.Equal("refused: IOException: no disk", await ControlClient.AskAsync(_directory, "restart broken"));
        Assert.Equal("booking restarted", await ControlClient.AskAsync(_directory, "restart booking"));
    }

    [Fact]
    public async Task A_system_that_ends_before_it_answers_has_not_carried_out_the_command()
    {
        var directory = Path.Combine(_directory, "ends");
        using var taken = new DataLock(directory);
        await using var ends = new NamedPipeServerStream(
            ControlServer.PipeOf(directory), PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var asked = ControlClient.AskAsync(directory, "restart booking");
        await ends.WaitForConnectionAsync();
        using var reader = new StreamReader(ends, leaveOpen: true);
        Assert.Equal("restart booking", await reader.ReadLineAsync());
        ends.Disconnect();

        await Assert.ThrowsAsync<UserException>(() => asked);
    }

    [Fact]
    public async Task Where_no_system_runs_this_is_said()
    {
        var refusal = await Assert.ThrowsAsync<UserException>(() => ControlClient.AskAsync(_directory + "-other", "status"));

        Assert.StartsWith("No system runs on", refusal.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (var unit in _units)
        {
            await unit.DisposeAsync();
        }

        _dataLock.Dispose();
        _stopped.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<GuardedProcess> StartWhenReady(Action<string> onLine, CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(cancellationToken);
        return await StartSleeping(onLine, cancellationToken);
    }

    private static Task<GuardedProcess> StartSleeping(Action<string> onLine, CancellationToken cancellationToken) =>
        Task.FromResult(GuardedProcess.Start(new ChildCommand("sleep", "600"), onLine));
}
