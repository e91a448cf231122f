using TicketBooking.SystemHarness;
using TicketBooking.Testing;

namespace TicketBooking.Launched;

/// <summary>The launched system as its users see it through nginx. Its parts are as before.</summary>
internal sealed class ProxiedSystem : RunningSystem
{
    private readonly LocalSystem _system;

    private ProxiedSystem(LocalSystem system, NginxServer nginx)
    {
        (_system, Nginx) = (system, nginx);
        Gateway = NewGatewayClient();
    }

    public NginxServer Nginx { get; }

    public override HttpClient Gateway { get; }

    public override IReadOnlyList<Uri> HealthAddresses => _system.HealthAddresses;

    public static async Task<ProxiedSystem> StartAsync(LocalSystem system) =>
        new(system, await NginxServer.StartAsync(system.Gateway.BaseAddress!.Port));

    public override HttpClient NewGatewayClient() => Nginx.NewClient();

    public override HttpClient NewStripeClient() => _system.NewStripeClient();

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override Task<(int ExitCode, string Answer)> TryCommandAsync(params string[] words) => _system.TryCommandAsync(words);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Nginx.DisposeAsync();
    }
}
