using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using TicketBooking.Gateway.Forwarding;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>The gateway on Kestrel, with a scripted sidecar behind it.</summary>
public sealed class TestGateway : IAsyncLifetime
{
    public const string SidecarToken = "token-of-the-sidecar";

    /// <summary>What the sidecar says to the gateway.</summary>
    public const string AppToken = "token-of-the-gateway";

    private readonly ManualClock _clock = new();
    private WebApplicationFactory<Forwarder>? _gateway;
    private ScriptedSidecar? _sidecar;

    internal ScriptedSidecar Sidecar => _sidecar!;

    internal ManualClock Clock => _clock;

    /// <summary>Follows no redirects and keeps no cookies, so that tests see what was sent.</summary>
    public HttpClient Client { get; private set; } = new();

    internal RawHttp Raw => new(Client.BaseAddress!.Port);

    public async Task InitializeAsync()
    {
        _sidecar = await ScriptedSidecar.StartAsync();
        _gateway = Boot(_sidecar.Port, _clock);
        Client = ClientOf(_gateway);
    }

    internal static WebApplicationFactory<Forwarder> Boot(
        int sidecarPort, TimeProvider clock, params (string Name, string Value)[] settings)
    {
        var gateway = new WebApplicationFactory<Forwarder>().WithWebHostBuilder(host =>
        {
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("DAPR_HTTP_PORT", $"{sidecarPort}");
            host.UseSetting("DAPR_API_TOKEN", SidecarToken);
            host.UseSetting("APP_API_TOKEN", AppToken);
            host.UseSetting("Auth:Issuer", TestTokens.Issuer);
            host.UseSetting("Logging:LogLevel:Default", "None");
            // Every test is the same address. Tests of limits say otherwise.
            host.UseSetting("Limits:Scale", "10000");
            host.UseSetting("Limits:Store", "");
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services => services.AddSingleton(clock));
        });
        gateway.UseKestrel();
        gateway.StartServer();
        return gateway;
    }

    internal static HttpClient ClientOf(WebApplicationFactory<Forwarder> gateway)
    {
        // The factory's own client does not stream and follows redirects.
        using var asked = gateway.CreateClient();
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = asked.BaseAddress,
        };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await Sidecar.DisposeAsync();
    }
}
