using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sdks.Tests;

/// <summary>An embedded sidecar on a database of its own, and an app that talks to it with the stand-ins.</summary>
public sealed class SidecarFixture : IAsyncLifetime
{
    private const string Components = """
        kind: Component
        metadata: { name: lockstore }
        spec: { type: lock.embedded }
        ---
        kind: Component
        metadata: { name: statestore }
        spec:
          type: state.embedded
          metadata: [{ name: actorStateStore, value: "true" }]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sdks-tests-");
    private readonly SidecarAppOptions _app = new() { AppId = "sdks" };
    private TestPostgres _postgres = null!;
    private SidecarHost _sidecar = null!;
    private IHost _host = null!;

    public IServiceProvider Services => _host.Services;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "components.yaml"), Components);
        _postgres = await TestPostgres.CreateAsync();
        await StartSidecarAsync();
        _app.GrpcPort = _sidecar["sdks"].GrpcPort;
        _app.HttpPort = _sidecar["sdks"].HttpPort;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            [new("DAPR_GRPC_PORT", $"{_app.GrpcPort}"), new("DAPR_HTTP_PORT", $"{_app.HttpPort}"), new("DAPR_API_TOKEN", "secret")]);
        builder.Services.AddDaprClient();
        EndToEndWorkflows.Add(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task RestartSidecarAsync()
    {
        await _sidecar.DisposeAsync();
        await StartSidecarAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _sidecar.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartSidecarAsync()
    {
        var options = new SidecarOptions { Postgres = _postgres.ConnectionString, ApiToken = "secret", ResourcesPaths = { _folder.FullName } };
        options.Apps.Add(_app);
        _sidecar = await SidecarHost.StartAsync(options);
    }
}
