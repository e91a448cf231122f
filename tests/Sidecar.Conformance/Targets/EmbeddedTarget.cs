using TicketBooking.Testing;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>The embedded sidecar, in this process, on a database of its own.</summary>
public sealed class EmbeddedTarget : ConformanceTarget
{
    public const string Token = "token-of-the-sidecar";
    public const string AppToken = "token-of-the-app";
    private TestPostgres? _postgres;
    private SidecarHost? _sidecar;

    public override async ValueTask InitializeAsync()
    {
        _postgres = await TestPostgres.CreateAsync();
        App = await TestApp.StartAsync(Topics.All);
        _sidecar = await EmbeddedSidecar.StartAsync(_postgres, (AppId, App.Port));
        var endpoint = _sidecar[AppId];
        Connect(new($"http://localhost:{endpoint.HttpPort}"), new($"http://localhost:{endpoint.GrpcPort}"), Token);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _sidecar!.DisposeAsync();
        await _postgres!.DisposeAsync();
    }
}
