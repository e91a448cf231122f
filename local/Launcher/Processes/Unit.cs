using System.Diagnostics;
using TicketBooking.ChildProcesses;

namespace TicketBooking.Launcher.Processes;

/// <summary>One part of the system that a person can look at, kill and restart. It is never restarted by itself.</summary>
internal sealed class Unit(
    string name, Func<Action<string>, CancellationToken, Task<GuardedProcess>> start, ProcessLog log, Screen screen, string launcherCommand)
    : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private GuardedProcess? _process;
    private Task _watch = Task.CompletedTask;
    private bool _leaving;

    public string Name => name;

    private bool Runs => _process is { Exited.IsCompleted: false };

    /// <summary>Starts it and returns when it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await StartUntilReadyAsync(cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await StartAsync(cancellationToken);
    }

    /// <summary>Asks it to end, and kills it when it does not.</summary>
    public async Task StopAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            _leaving = true;
            if (Runs)
            {
                await _process!.StopAsync(Grace);
            }

            await _watch;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Delivers a signal: KILL, STOP, CONT.</summary>
    /// <returns>False when it does not run.</returns>
    public async Task<bool> SignalAsync(string signal)
    {
        if (Runs)
        {
            await _process!.SignalAsync(signal);
            return true;
        }

        return false;
    }

    public async Task<string> DescribeAsync() => Runs
        ? $"{name,-13} runs, pid {await _process!.Pid}"
        : $"{name,-13} {(_process is null ? "never started" : ExitCode.Describe(await _process.Exited))}";

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        log.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task StartUntilReadyAsync(CancellationToken cancellationToken)
    {
        if (Runs)
        {
            return;
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        var began = Stopwatch.GetTimestamp();
        _leaving = false;
        _process = await start(log.Write, cancellationToken);
        _watch = ReportDeathAsync(_process, began);
        screen.Say($"  ready: {name} ({Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s)");
    }

    private async Task ReportDeathAsync(GuardedProcess process, long began)
    {
        var code = await process.Exited;
        if (!_leaving)
        {
            screen.Alarm($"{name} {ExitCode.Describe(code)} after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s. It is not restarted by itself: "
                + $"type 'restart {name}' here, or run '{launcherCommand} restart {name}'. Its log: {log.Path}");
        }
    }
}
