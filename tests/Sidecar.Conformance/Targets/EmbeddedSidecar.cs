using TicketBooking.Testing;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>Starts the embedded sidecar with the components that the suite needs.</summary>
internal static class EmbeddedSidecar
{
    public static string ComponentsFile { get; } = Path.Combine(AppContext.BaseDirectory, "Components", "embedded.yaml");

    public static Task<SidecarHost> StartAsync(TestPostgres database, params IEnumerable<(string AppId, int AppPort)> apps) =>
        StartAsync(database, TimeProvider.System, apps);

    public static Task<SidecarHost> StartAsync(TestPostgres database, TimeProvider time, params IEnumerable<(string AppId, int AppPort)> apps)
    {
        var options = new SidecarOptions
        {
            TimeProvider = time,
            Postgres = database.ConnectionString,
            ApiToken = EmbeddedTarget.Token,
            AppApiToken = EmbeddedTarget.AppToken,
            LoggerFactory = LoggerFactory.Create(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Error)),
        };
        options.ResourcesPaths.Add(ComponentsFile);
        foreach (var (appId, appPort) in apps)
        {
            options.Apps.Add(new SidecarAppOptions { AppId = appId, AppPort = appPort });
        }

        return SidecarHost.StartAsync(options);
    }

    public static HttpClient HttpOf(this SidecarHost sidecar, string appId)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sidecar[appId].HttpPort}") };
        http.DefaultRequestHeaders.Add("dapr-api-token", EmbeddedTarget.Token);
        return http;
    }
}
