using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using TicketBooking.ChildProcesses;
using TicketBooking.Testing;

namespace TicketBooking.SystemHarness;

/// <summary>The whole system, started by the real launcher with ports and data of its own.</summary>
public sealed partial class LocalSystem : RunningSystem
{
    private static readonly int[] AppPorts = [8080, 8081, 8082, 8083, 8084];

    private static readonly int[] UnshiftedPorts =
        [.. AppPorts, 3500, 3501, 3502, 3503, 3504, 3509, 12111, 15432, 13500, 13501, 13502, 13503, 13504, 13509];

    private readonly int _portOffset = Ports.NextOffset(UnshiftedPorts);
    private readonly LauncherOutput _output = new();
    private GuardedProcess? _launcher;

    public LocalSystem() => Gateway = Client(8080);

    /// <summary>Where data, secrets and logs are.</summary>
    /// <remarks>Not a private directory: started by root, PostgreSQL runs as another user and has to get through it.</remarks>
    public string Data { get; } = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), $"ticket-booking-journey-{Guid.CreateVersion7():N}")).FullName;

    public override HttpClient Gateway { get; }

    /// <summary>Environment of the launcher, and so of every part.</summary>
    /// <remarks>To the gateway all users of a test are one address, which is also the one of an nginx that a test puts in front.</remarks>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } =
    [
        ("Limits__Scale", "100"), ("Gateway__TrustedProxies__0", "127.0.0.1/32"), ("Payments__LeastTime", "00:00:00"),
        ("Auth__Hashing__MostWaiting", "10000"), ("Auth__Hashing__LongestWait", "00:01:00"),
        ("Quotas__EventsPerDay", "10000"), ("Quotas__VenuesPerDay", "10000"), ("Quotas__SeatsPerDay", "1000000000"),
    ];

    /// <summary>Everything the launcher printed so far.</summary>
    public string Output => _output.ToString();

    public string AdminPassword => Secret(nameof(AdminPassword));

    public string DaprApiToken => Secret(nameof(DaprApiToken));

    /// <summary>Starts, or starts again on the same data, and returns when the launcher says that everything is ready.</summary>
    public async Task StartAsync()
    {
        _launcher = GuardedProcess.Start(LauncherCommand("--port-offset", $"{_portOffset}"), _output.Add);
        await _output.ReadyAsync(_launcher.Exited);
    }

    /// <summary>Sends a command to the running launcher, as a person in another terminal does.</summary>
    public override async Task<(int ExitCode, string Answer)> TryCommandAsync(params string[] words) => await ServiceProcess.RunAsync(LauncherCommand(words));

    /// <summary>Process ids of all parts, as the launcher reports them.</summary>
    public async Task<IReadOnlyList<int>> PidsAsync() =>
        [.. Pid().Matches(await CommandAsync("status")).Select(match => int.Parse(match.Groups[1].Value))];

    /// <summary>Ends the launcher by a signal and waits for it.</summary>
    public async Task<int> EndAsync(string signal)
    {
        await _launcher!.SignalAsync(signal);
        return await _launcher.Exited.WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>A client of one of the system's ports; the port is the unshifted one.</summary>
    public HttpClient Client(int port) => new() { BaseAddress = AddressOf(port) };

    /// <summary>One of the system's databases.</summary>
    public NpgsqlDataSource Database(string name) => NpgsqlDataSource.Create(
        $"Host=localhost;Port={15432 + _portOffset};Database={name};Username=ticketing;Password={Secret("PostgresPassword")}");

    /// <summary>Publishes a message as the relay does, but with any bytes.</summary>
    public async Task PublishAsync(string topic, byte[] body)
    {
        using var sidecar = Client(3509);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1.0/publish/pubsub/{topic}?metadata.rawPayload=true")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        };
        request.Headers.Add("dapr-api-token", DaprApiToken);
        using var answer = await sidecar.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Where the payment provider's simulator is.</summary>
    public Uri StripeAddress => AddressOf(12111);

    public override IReadOnlyList<Uri> HealthAddresses => [.. AppPorts.Select(port => new Uri(AddressOf(port), "/health/ready"))];

    /// <summary>What the words of a command are appended to.</summary>
    public string ControlCommand => $"dotnet {ServiceProcess.PathOf("Launcher")} --data {Data}";

    public override HttpClient NewStripeClient() => Client(12111);

    public override async ValueTask InitializeAsync() => await StartAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_launcher is not null)
        {
            await _launcher.StopAsync(TimeSpan.FromSeconds(60));
            await _launcher.DisposeAsync();
        }

        Directory.Delete(Data, recursive: true);
    }

    private Uri AddressOf(int port) => new($"http://localhost:{port + _portOffset}");

    private string Secret(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "secrets.json"))).RootElement.GetProperty(name).GetString()!;

    /// <summary>In a terminal SIGINT is not ignored; here it would be, as the guard's shell ignores it for what it starts.</summary>
    private ChildCommand LauncherCommand(params string[] words) => new(
        "env",
        [
            "--default-signal=INT", .. Settings.Select(setting => $"{setting.Name}={setting.Value}"),
            "dotnet", ServiceProcess.PathOf("Launcher"), "--data", Data, .. words,
        ]);

    [GeneratedRegex("runs, pid ([0-9]+)")]
    private static partial Regex Pid();
}
