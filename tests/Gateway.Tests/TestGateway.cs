using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TicketBooking.Gateway.Forwarding;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

/// <summary>The gateway on Kestrel, with a scripted sidecar behind it.</summary>
public sealed class TestGateway : IAsyncLifetime
{
    public const string SidecarToken = "token-of-the-sidecar";

    /// <summary>What the sidecar says to the gateway.</summary>
    public const string AppToken = "token-of-the-gateway";

    /// <summary>How long the gateway waits for an answer to begin.</summary>
    internal static readonly TimeSpan AnswerWithin = new ForwardingOptions().AnswerWithin;

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private KestrelHost<Forwarder>? _gateway;
    private ScriptedSidecar? _sidecar;

    internal ScriptedSidecar Sidecar => _sidecar!;

    internal FakeTimeProvider Clock => _clock;

    /// <summary>Follows no redirects and keeps no cookies, so that tests see what was sent.</summary>
    public HttpClient Client { get; private set; } = new();

    internal RawHttp Raw => new(Client.BaseAddress!.Port);

    public async ValueTask InitializeAsync()
    {
        _sidecar = await ScriptedSidecar.StartAsync();
        _gateway = Boot(_sidecar.Port, _clock);
        Client = _gateway.NewClient();
    }

    internal static KestrelHost<Forwarder> Boot(int sidecarPort, TimeProvider clock, params (string Name, string Value)[] settings) =>
        new(Settings(sidecarPort, settings), services => services.AddSingleton(clock));

    /// <summary>The gateway as its own process ends at once and says which setting is wrong.</summary>
    internal static async Task RefusesToStartAsync(string name, string value)
    {
        var settings = Settings(1, ("Logging:LogLevel:Default", "Information"), ("urls", "http://127.0.0.1:0"), (name, value));

        var (exitCode, output) = await ServiceProcess.RunAsync(ServiceProcess.CommandOf("Gateway", settings));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("OptionsValidationException", output, StringComparison.Ordinal);
        Assert.Contains(name.Split(':')[1], output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        await Sidecar.DisposeAsync();
    }

    internal static (string Name, string Value)[] Settings(int sidecarPort, params (string Name, string Value)[] settings) =>
        [
            ("DAPR_HTTP_PORT", $"{sidecarPort}"),
            ("DAPR_API_TOKEN", SidecarToken),
            ("APP_API_TOKEN", AppToken),
            ("Auth:Issuer", TestTokens.Issuer),
            ("Logging:LogLevel:Default", "None"),
            // Every test is the same address. Tests of limits say otherwise.
            ("Limits:Scale", "10000"),
            ("Limits:Store", ""),
            .. settings,
        ];
}
