using TicketBooking.Gateway.Forwarding;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests.Nginx;

/// <summary>The gateway behind a real nginx with the deployed configuration. A test says what the service behind both does.</summary>
internal sealed class ProxiedGateway : IAsyncDisposable
{
    private readonly KestrelHost<Forwarder> _gateway;

    private ProxiedGateway(ScriptedSidecar sidecar, KestrelHost<Forwarder> gateway, NginxServer nginx)
    {
        (Sidecar, _gateway, Nginx) = (sidecar, gateway, nginx);
        Client = nginx.NewClient();
    }

    public ScriptedSidecar Sidecar { get; }

    public NginxServer Nginx { get; }

    public HttpClient Client { get; }

    /// <summary>Skips the test where there is no nginx.</summary>
    /// <param name="settings">Settings of the gateway; nginx is a trusted proxy unless they say otherwise.</param>
    public static async Task<ProxiedGateway> StartAsync(params (string Name, string Value)[] settings)
    {
        SkipWithoutNginx();
        var sidecar = await ScriptedSidecar.StartAsync();
        var gateway = TestGateway.Boot(sidecar.Port, TimeProvider.System, [("Gateway:TrustedProxies:0", "127.0.0.1/32"), .. settings]);
        return new ProxiedGateway(sidecar, gateway, await NginxServer.StartAsync(gateway.Port));
    }

    public static void SkipWithoutNginx() => Assert.SkipUnless(NginxServer.SkipReason is null, NginxServer.SkipReason ?? "");

    /// <summary>Ends the gateway; nginx stays.</summary>
    public ValueTask StopGatewayAsync() => _gateway.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Nginx.DisposeAsync();
        await _gateway.DisposeAsync();
        await Sidecar.DisposeAsync();
    }
}
