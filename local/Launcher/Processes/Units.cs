using TicketBooking.ChildProcesses;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.Launcher.Processes;

/// <summary>Every part of the system, and the order in which they come and go.</summary>
internal sealed class Units : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly SystemPlan _plan;
    private readonly Database _database;
    private readonly Screen _screen;
    private readonly Unit? _postgres;
    private readonly Unit _sidecar;
    private readonly Unit _simulator;
    private readonly IReadOnlyList<Unit> _apps;
    private readonly Unit _relay;

    public Units(SystemPlan plan, Database database, LauncherOptions options, Screen screen)
    {
        (_plan, _database, _screen) = (plan, database, screen);
        var readiness = new Readiness(_http);
        var logs = Path.Combine(options.DataDirectory, "logs");
        _postgres = database.Own is null ? null : UnitOf("postgres", database.StartAsync, ScreenLines.None);
        _sidecar = Process(plan.Sidecar);
        _simulator = Process(plan.Simulator);
        _apps = [.. plan.Apps.Select(Process)];
        _relay = Process(plan.Relay);

        Unit Process(ProcessPlan process) => UnitOf(
            process.Name,
            (onLine, cancellationToken) => ProcessStarter.StartAsync(process, readiness, onLine, cancellationToken),
            options.Verbose ? ScreenLines.All : ScreenLines.Warnings);

        Unit UnitOf(string name, Func<Action<string>, CancellationToken, Task<GuardedProcess>> start, ScreenLines lines) =>
            new(name, start, new ProcessLog(name, logs, screen) { OnScreen = lines }, screen, options.CommandLine);
    }

    public IReadOnlyList<Unit> All => [.. _postgres is null ? Array.Empty<Unit>() : [_postgres], _sidecar, _simulator, .. _apps, _relay];

    /// <summary>The relay comes last: its tables are made by the apps.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_postgres is not null)
        {
            await StepAsync("PostgreSQL", [_postgres], cancellationToken);
        }

        await _database.CreateAsync(_plan.Databases, cancellationToken);
        _screen.Say($"  databases: {string.Join(", ", _plan.Databases)}");
        await StepAsync("sidecar and Stripe simulator", [_sidecar, _simulator], cancellationToken);
        await StepAsync("apps", _apps, cancellationToken);
        await StepAsync("outbox relay", [_relay], cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_apps.Select(app => app.DisposeAsync().AsTask()));
        await _relay.DisposeAsync();
        await _sidecar.DisposeAsync();
        await _simulator.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _http.Dispose();
    }

    private async Task StepAsync(string what, IReadOnlyList<Unit> units, CancellationToken cancellationToken)
    {
        _screen.Say($"Starting {what} …");
        await Task.WhenAll(units.Select(unit => unit.StartAsync(cancellationToken)));
    }
}
