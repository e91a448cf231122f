using System.Diagnostics;
using TicketBooking.ChildProcesses;

namespace TicketBooking.Launcher.Processes;

/// <summary>A part of the system that can be listed, killed and restarted. It is never restarted by itself.</summary>
internal sealed class Unit(
    string name, Func<Action<string>, CancellationToken, Task<GuardedProcess>> start, ProcessLog log, Screen screen, string launcherCommand)
    : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private GuardedProcess? _process;
    private Task _watch = Task.CompletedTask;
    private long? _startingSince;
    private bool _leaving;

    public string Name => name;

    public bool IsStarting => _startingSince is not null;

    /// <summary>How long its last start took.</summary>
    public TimeSpan? ReadyAfter { get; private set; }

    public bool Runs => _process is { Exited.IsCompleted: false };

    /// <summary>Starts it and returns when it is ready.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => AloneAsync(() => StartUntilReadyAsync(cancellationToken), cancellationToken);

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await StartAsync(cancellationToken);
    }

    /// <summary>Asks it to end, and kills it when it does not.</summary>
    public Task StopAsync() => AloneAsync(async () =>
    {
        _leaving = true;
        await (Runs ? _process!.StopAsync(Grace) : Task.CompletedTask);
        await _watch;
    }, CancellationToken.None);

    /// <summary>Delivers a signal: KILL, STOP, CONT.</summary>
    /// <returns>False when it does not run.</returns>
    public async Task<bool> SignalAsync(string signal)
    {
        var runs = Runs;
        await (runs ? _process!.SignalAsync(signal) : Task.CompletedTask);
        return runs;
    }

    /// <summary>Its state now.</summary>
    public async Task<string> DescribeAsync() => this switch
    {
        { Runs: true } => $"runs, pid {await _process!.Pid}",
        { _startingSince: { } began } => $"starts, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s",
        { _process: null } => "not started",
        _ => ExitCode.Describe(await _process.Exited),
    };

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

    private async Task AloneAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await act();
        }
        finally
        {
            _oneAtATime.Release();
        }
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
        (_startingSince, ReadyAfter, _leaving) = (began, null, false);
        try
        {
            _process = await start(log.Write, cancellationToken);
        }
        finally
        {
            _startingSince = null;
        }

        ReadyAfter = Stopwatch.GetElapsedTime(began);
        _watch = ReportDeathAsync(_process, began);
        screen.Say($"  ready: {name} ({ReadyAfter.Value.TotalSeconds:0.0} s)");
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
