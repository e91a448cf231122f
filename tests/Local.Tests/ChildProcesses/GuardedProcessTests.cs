using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using TicketBooking.ChildProcesses;
using Xunit;

namespace TicketBooking.Local.Tests.ChildProcesses;

public sealed class GuardedProcessTests
{
    private readonly ConcurrentQueue<string> _lines = new();

    [Fact]
    public async Task The_exit_code_is_the_command_s_own_and_comes_after_its_last_line()
    {
        await using var child = Start("echo out; echo err >&2; exit 7");

        Assert.Equal(7, await child.Exited);
        Assert.Equal(["err", "out"], _lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Arguments_directory_and_environment_arrive_unchanged()
    {
        await using var child = GuardedProcess.Start(
            new ChildCommand("sh", "-c", "echo \"$1|$NAME|$PWD\"", "sh", "two words; $HOME")
            {
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string?> { ["NAME"] = "a 'value'" },
            },
            _lines.Enqueue);
        await child.Exited;

        Assert.Equal(["two words; $HOME|a 'value'|/"], _lines);
    }

    [Fact]
    public async Task A_variable_that_a_shell_cannot_name_arrives_too()
    {
        await using var child = GuardedProcess.Start(
            new ChildCommand("env") { Environment = new Dictionary<string, string?> { ["Logging__LogLevel__Some.Name"] = "Warning" } }, _lines.Enqueue);
        await child.Exited;

        Assert.Contains("Logging__LogLevel__Some.Name=Warning", _lines);
    }

    [Fact]
    public async Task The_pid_is_the_command_s_own()
    {
        await using var child = Start("echo $$");
        await child.Exited;

        Assert.Equal([$"{await child.Pid}"], _lines);
    }

    [Fact]
    public async Task A_killed_command_is_told_from_one_that_exited()
    {
        await using var child = Start("exec sleep 600");
        await child.SignalAsync("KILL");

        Assert.Equal(128 + 9, await child.Exited);
        Assert.Empty(_lines);
    }

    [Fact]
    public async Task Stopping_lets_the_command_end_in_good_order()
    {
        await using var child = await StartReadyAsync("trap 'echo goodbye; exit 3' TERM; echo ready; while :; do sleep 0.05; done");

        Assert.Equal(3, await child.StopAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(["ready", "goodbye"], _lines);
    }

    [Fact]
    public async Task A_command_that_ignores_the_signal_is_killed_after_the_grace_period()
    {
        await using var child = await StartReadyAsync("trap '' TERM; echo ready; while :; do sleep 0.05; done");

        Assert.Equal(128 + 9, await child.StopAsync(TimeSpan.FromSeconds(0.2)));
    }

    [Fact]
    public async Task A_signal_to_what_has_ended_is_no_error()
    {
        await using var child = Start("exit 0");
        await child.Exited;

        await child.SignalAsync("KILL");

        Assert.Equal(0, await child.StopAsync(TimeSpan.FromSeconds(1)));
    }

    /// <summary>As PostgreSQL's backends do that are still at work when their server was killed.</summary>
    [Fact]
    public async Task What_was_killed_and_left_children_behind_is_waited_for()
    {
        var held = Directory.CreateTempSubdirectory().FullName;
        await using var child = await StartReadyAsync(
            $"(while [ -d {held} ]; do sleep 0.05; done; echo child) & echo $PPID; exec sleep 600");
        using var guard = Process.GetProcessById(int.Parse(_lines.First(), CultureInfo.InvariantCulture));
        await child.SignalAsync("KILL");
        await guard.WaitForExitAsync();

        await child.SignalAsync("TERM");
        var stopped = child.StopAsync(TimeSpan.Zero);
        Assert.False(stopped.IsCompleted);
        Directory.Delete(held);

        Assert.Equal(128 + 9, await stopped);
        Assert.Equal("child", _lines.Last());
    }

    [Fact]
    public async Task A_command_that_does_not_exist_ends_with_127()
    {
        await using var child = GuardedProcess.Start(new ChildCommand("/no/such/program"), _lines.Enqueue);

        Assert.Equal(127, await child.Exited);
    }

    [Fact]
    public async Task The_directory_is_deleted_when_the_command_has_ended()
    {
        var doomed = Directory.CreateTempSubdirectory().FullName;
        await using var child = GuardedProcess.Start(
            new ChildCommand("sh", "-c", "echo kept >file") { WorkingDirectory = doomed, DeleteAfterwards = doomed }, _lines.Enqueue);
        await child.Exited;

        Assert.False(Directory.Exists(doomed));
    }

    /// <summary>The owner here is a shell that holds the writing end of the guard's input, as a process of ours does.</summary>
    [Fact]
    public async Task The_command_ends_when_its_owner_is_killed()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        await using (var script = File.Create(Path.Combine(directory, "guard.sh")))
        {
            await typeof(GuardedProcess).Assembly.GetManifestResourceStream("guard.sh")!.CopyToAsync(script);
        }

        using var owner = Process.Start(new ProcessStartInfo("sh", ["-c", "mkfifo pipe; sh guard.sh TERM \"$PWD\" sleep 600 <pipe & exec 8>pipe; wait"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = directory,
        })!;
        using var command = Process.GetProcessById(int.Parse((await owner.StandardOutput.ReadLineAsync())!));

        owner.Kill();

        await command.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("", await owner.StandardOutput.ReadToEndAsync());
        Assert.False(Directory.Exists(directory));
    }

    private GuardedProcess Start(string script) => GuardedProcess.Start(new ChildCommand("sh", "-c", script), _lines.Enqueue);

    private async Task<GuardedProcess> StartReadyAsync(string script)
    {
        var ready = new TaskCompletionSource();
        var child = GuardedProcess.Start(new ChildCommand("sh", "-c", script), line =>
        {
            _lines.Enqueue(line);
            ready.TrySetResult();
        });
        await ready.Task;
        return child;
    }
}
