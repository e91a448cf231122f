using System.Diagnostics;
using System.Globalization;

namespace TicketBooking.ChildProcesses;

/// <summary>
/// A child process that cannot outlive this one, not even when this one is killed with SIGKILL. A small shell script
/// (guard.sh) runs between the two and ends the child when the pipe it reads from closes.
/// The child has a session of its own, so that Ctrl-C in a terminal reaches the owner only.
/// </summary>
public sealed class GuardedProcess : IAsyncDisposable
{
    private readonly Process _guard;
    private readonly string _goodbye;
    private readonly TaskCompletionSource<int> _pid = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GuardedProcess(ChildCommand command, Action<string> onLine)
    {
        _goodbye = command.Goodbye;
        _guard = new Process { StartInfo = GuardCommand.For(command) };
        _guard.OutputDataReceived += (_, line) => Receive(line.Data, onLine);
        _guard.ErrorDataReceived += (_, line) => Forward(line.Data, onLine);
    }

    /// <summary>Process id of the command itself, not of its guard. Fails when the command could not be started.</summary>
    public Task<int> Pid => _pid.Task;

    /// <summary>Completes when the command has ended and all its output was delivered: exit code, or 128 + signal.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>Starts the command; <paramref name="onLine"/> gets every line of its output and error output.</summary>
    public static GuardedProcess Start(ChildCommand command, Action<string> onLine)
    {
        var child = new GuardedProcess(command, onLine);
        child._guard.Start();
        child._guard.BeginOutputReadLine();
        child._guard.BeginErrorReadLine();
        child.Exited = child.WaitAsync();
        return child;
    }

    /// <summary>Delivers a signal ("TERM", "KILL", "STOP", …). Does nothing when the command has ended.</summary>
    public async Task SignalAsync(string signal)
    {
        try
        {
            await _guard.StandardInput.WriteLineAsync(signal);
            await _guard.StandardInput.FlushAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The guard reads as long as the command runs, so the command has ended, which is what a signal would have achieved. Exited may
            // come later: it waits for children of the command that still hold its output, as backends of a killed PostgreSQL do.
        }
    }

    /// <summary>Asks it to end, waits for that, and kills what has not ended within <paramref name="grace"/>.</summary>
    /// <returns>The exit code, or 128 + signal.</returns>
    public async Task<int> StopAsync(TimeSpan grace)
    {
        await SignalAsync(_goodbye);
        try
        {
            return await Exited.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            await SignalAsync("KILL");
            return await Exited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            await StopAsync(TimeSpan.FromSeconds(10));
        }

        _guard.Dispose();
    }

    private async Task<int> WaitAsync()
    {
        await _guard.WaitForExitAsync();
        _pid.TrySetException(new InvalidOperationException($"'{_guard.StartInfo.FileName}' ended before the command began."));
        return _guard.ExitCode;
    }

    private void Receive(string? line, Action<string> onLine)
    {
        if (_pid.Task.IsCompleted || line is null || !_pid.TrySetResult(int.Parse(line, CultureInfo.InvariantCulture)))
        {
            Forward(line, onLine);
        }
    }

    private static void Forward(string? line, Action<string> onLine)
    {
        if (line is not null)
        {
            onLine(line);
        }
    }
}
