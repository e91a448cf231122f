using TicketBooking.ChildProcesses;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>The suites that are programs, started from where they were published, by command line and environment alone (tests/README.md).</summary>
[Collection(nameof(LaunchedCollection))]
public sealed class RunPrograms(LocalSystem system, RunPrograms.Published published) : IClassFixture<RunPrograms.Published>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private const string Token = "token-of-the-sidecar";
    private const string AppToken = "token-of-the-app";

    [Fact]
    public async Task Journey_passes_against_a_system_by_its_address() => await AssertPassesAsync("Journey");

    [Fact]
    public async Task Kill_passes_against_a_system_by_its_address() =>
        await AssertPassesAsync("Kill", "-class", "*KillPartsWhileGenerating", "-class", "*KillSearch");

    [Fact]
    public async Task Conformance_passes_against_a_sidecar_by_its_address()
    {
        await using var postgres = await TestPostgres.CreateAsync();
        var (app, http, grpc) = (Ports.Next(), Ports.Next(), Ports.Next());
        var output = new List<string>();
        await using var sidecar = GuardedProcess.Start(
            published.CommandOf(
                "Sidecar",
                ("Sidecar__Postgres", postgres.ConnectionString),
                ("Sidecar__ResourcesPaths__0", Path.Combine(published.Folder, "Sidecar.Conformance", "Components", "embedded.yaml")),
                ("Sidecar__Apps__0__AppId", "conformance"),
                ("Sidecar__Apps__0__AppPort", $"{app}"),
                ("Sidecar__Apps__0__HttpPort", $"{http}"),
                ("Sidecar__Apps__0__GrpcPort", $"{grpc}"),
                ("DAPR_API_TOKEN", Token),
                ("APP_API_TOKEN", AppToken)),
            output.Add);
        using var client = new HttpClient();
        await Eventually.GetAsync(() => client.GetAsync($"http://localhost:{http}/v1.0/healthz/outbound"), answer => answer.IsSuccessStatusCode);

        await AssertPassesAsync(
            published.CommandOf(
                "Sidecar.Conformance",
                ("SIDECAR_CONFORMANCE_HTTP", $"http://localhost:{http}"),
                ("SIDECAR_CONFORMANCE_GRPC", $"http://localhost:{grpc}"),
                ("SIDECAR_CONFORMANCE_APP_PORT", $"{app}"),
                ("SIDECAR_CONFORMANCE_TOKEN", Token)),
            "-namespace", "TicketBooking.Sidecar.Conformance", "-namespace", "TicketBooking.Sidecar.Conformance.Workflows");
    }

    private Task AssertPassesAsync(string program, params string[] words) => AssertPassesAsync(
        published.CommandOf(
            program,
            ("TICKETS_GATEWAY", system.Gateway.BaseAddress!.AbsoluteUri),
            ("TICKETS_STRIPE", system.StripeAddress.AbsoluteUri),
            ("TICKETS_HEALTH", string.Join(' ', system.HealthAddresses)),
            ("TICKETS_CONTROL", system.ControlCommand)),
        words);

    private static async Task AssertPassesAsync(ChildCommand program, params string[] words)
    {
        var (exitCode, output) = await ServiceProcess.RunAsync(
            program with { Arguments = [.. program.Arguments, "-noColor", "-reporter", "table", .. words] }, Longest);
        Assert.True(exitCode == 0, output);
        var results = output.Split('\n').Select(line => line.Split(' ')[0]).ToArray();
        Assert.Contains("passed", results);
        Assert.DoesNotContain("skipped", results);
    }

    /// <summary>The published programs; those of other tests of this assembly are started from where they were built.</summary>
    public sealed class Published : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("ticket-booking-published-").FullName;

        /// <summary>The command of a program, in an environment that has nothing else but where programs are.</summary>
        public ChildCommand CommandOf(string program, params (string Name, string Value)[] settings) => new(
            "env",
            [
                "-i", "--chdir=/", $"PATH={Environment.GetEnvironmentVariable("PATH")}", "HOME=/tmp",
                .. settings.Select(setting => $"{setting.Name}={setting.Value}"), "dotnet", Path.Combine(Folder, program, $"{program}.dll"),
            ]);

        public async ValueTask InitializeAsync()
        {
            var (exitCode, output) = await ServiceProcess.RunAsync(
                new ChildCommand(Repository.PathTo("tests/publish.sh"), Folder, "-c", "Debug", "--no-build")
                {
                    Environment = new Dictionary<string, string?> { ["PROJECTS"] = "local/Sidecar tests/Sidecar.Conformance tests/system/Journey tests/system/Kill" },
                },
                Longest);
            Assert.True(exitCode == 0, output);
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
