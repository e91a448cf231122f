using TicketBooking.Testing;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>Starts the embedded sidecar with the components that the suite needs.</summary>
internal static class EmbeddedSidecar
{
    private const string Components = """
        kind: Component
        metadata: { name: pubsub }
        spec:
          type: pubsub.embedded
          metadata: [{ name: initialOffset, value: oldest }]
        ---
        kind: Component
        metadata: { name: livefeed }
        spec: { type: pubsub.broadcast }
        ---
        kind: Component
        metadata: { name: lockstore }
        spec: { type: lock.embedded }
        ---
        kind: Component
        metadata: { name: statestore }
        spec:
          type: state.embedded
          metadata: [{ name: actorStateStore, value: "true" }]
        ---
        kind: Resiliency
        metadata: { name: resiliency }
        spec:
          policies:
            retries: { delivery: { policy: constant, duration: 20ms, maxRetries: 2 } }
          targets:
            components: { pubsub: { inbound: { retry: delivery } } }
        """;

    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("sidecar-conformance-").FullName;
        File.WriteAllText(Path.Combine(folder, "components.yaml"), Components);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    public static string ComponentsFolder => Folder.Value;

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
        options.ResourcesPaths.Add(ComponentsFolder);
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
