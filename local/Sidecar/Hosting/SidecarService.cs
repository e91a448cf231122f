namespace TicketBooking.Sidecar.Hosting;

/// <summary>The sidecars as the life of a process; settings from section <c>Sidecar</c> and, like daprd, two tokens.</summary>
internal sealed partial class SidecarService(IConfiguration configuration, ILoggerFactory logging) : IHostedService
{
    private readonly ILogger _logger = logging.CreateLogger("TicketBooking.Sidecar");
    private SidecarHost? _host;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = configuration.GetSection("Sidecar").Get<SidecarOptions>()
            ?? throw new InvalidOperationException("Section Sidecar is missing: Sidecar__Postgres, Sidecar__ResourcesPaths__0, Sidecar__Apps__0__AppId …");
        options.ApiToken = configuration["DAPR_API_TOKEN"];
        options.AppApiToken = configuration["APP_API_TOKEN"];
        options.LoggerFactory = logging;
        _host = await SidecarHost.StartAsync(options, cancellationToken);
        foreach (var sidecar in _host.Sidecars)
        {
            LogListening(sidecar.AppId, sidecar.HttpPort, sidecar.GrpcPort);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [LoggerMessage(EventId = 7000, Level = LogLevel.Information, Message = "Sidecar of {AppId} listens: HTTP {HttpPort}, gRPC {GrpcPort}")]
    private partial void LogListening(string appId, int httpPort, int grpcPort);
}
