using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Containers;

/// <summary>
/// The system of a run file as <c>dapr run</c> starts it: servers and sidecars in containers, services as processes. All of it has the ports of the
/// run file and of the components, so only one fits on a machine, and no other server of these kinds may run there.
/// </summary>
public abstract class RealSystem : IAsyncLifetime
{
    private static readonly string[] Roles = ["event_core", "seats", "booking", "search", "dapr_state", "debezium"];

    private readonly List<IPart> _parts = [];
    private readonly RunFile _file;
    private readonly IReadOnlyDictionary<string, string> _shell = Shell.New();
    private LocalServer? _control;

    /// <param name="runFile">From the root of the repository.</param>
    protected RealSystem(string runFile) => _file = RunFile.Read(runFile);

    private IEnumerable<RunApp> Services => _file.Apps.Where(app => app.AppPort != 0);

    /// <summary>Does nothing without a container engine: every test is skipped then.</summary>
    public async ValueTask InitializeAsync()
    {
        if (ContainerEngine.SkipReason is not null)
        {
            return;
        }

        try
        {
            await StartAllAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_control is not null)
        {
            await _control.DisposeAsync();
        }

        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        _parts.Clear();
    }

    /// <summary>Runs a suite against this system, or against a sidecar like those of this system.</summary>
    internal Task PassesAsync(string suite) => suite == ConformanceSidecar.Suite ? ConformanceSidecar.PassesAsync(_file, _shell) : SuiteProgram.PassesAsync(
        suite,
        [
            ("TICKETS_GATEWAY", AddressOf(Services.Single(app => app.AppId == "gateway"))),
            ("TICKETS_STRIPE", "http://localhost:12111"),
            ("TICKETS_CONTROL", $"sh {Repository.PathTo("tests/Containers/control.sh")} {_control!.Url}"),
            ("TICKETS_HEALTH", string.Join(' ', Services.Select(HealthOf))),
            ("TICKETS_PARTS", string.Join(' ', _parts.Select(part => part.Name))),
        ]);

    /// <summary>Of deploy/postgres, in order.</summary>
    private protected virtual string[] DatabaseScripts => ["databases.sql"];

    /// <summary>Starts what carries messages, before the services start.</summary>
    private protected abstract Task StartBrokerAsync();

    /// <summary>Starts what fills the topics, unless it is an app of the run file. The services have made their tables.</summary>
    private protected virtual Task StartCaptureAsync() => Task.CompletedTask;

    private protected async Task<TPart> StartAsync<TPart>(TPart part)
        where TPart : IPart
    {
        _parts.Add(part);
        await part.StartAsync();
        return part;
    }

    private async Task StartAllAsync()
    {
        var postgres = await StartAsync(Servers.NewPostgres());
        string[] passwords = [.. Roles.SelectMany(role => new[] { "-v", $"{role}={role}" })];
        await postgres.ExecuteAsync(["psql", "-U", "postgres", .. passwords, .. DatabaseScripts.SelectMany(script => new[] { "-f", $"/deploy/{script}" })]);
        await postgres.ExecuteAsync("createdb", "-U", "postgres", "stripe_simulator");
        await StartAsync(Servers.NewRedis());
        await StartBrokerAsync();
        await StartAsync(Servers.NewPlacement());
        await StartAsync(Servers.NewScheduler());
        await StartAsync(Programs.NewStripe());
        foreach (var app in _file.Apps)
        {
            await StartAsync(Programs.New(app, _file.Common.Env, _shell));
        }

        foreach (var app in _file.Apps)
        {
            await StartAsync(Daprd.New(Daprd.NameFor(app), app, _file.Common.ReadBufferSize, Components.Read(_file.Common.ResourcesPaths[0]), _shell));
        }

        using var http = new HttpClient();
        foreach (var app in Services)
        {
            await Eventually.GetAsync(() => http.GetAsync(new Uri(HealthOf(app))), answer => answer.IsSuccessStatusCode);
        }

        await StartCaptureAsync();
        _control = await new Control(_parts).ListenAsync();
    }

    private static string AddressOf(RunApp app) => $"http://localhost:{app.AppPort}";

    private static string HealthOf(RunApp app) => $"{AddressOf(app)}/health/ready";
}
