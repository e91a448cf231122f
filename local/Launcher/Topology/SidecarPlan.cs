namespace TicketBooking.Launcher.Topology;

/// <summary>One process with a sidecar for each app instance and one for the relay.</summary>
internal static class SidecarPlan
{
    public const string Database = "sidecar";

    public static ProcessPlan Create(IReadOnlyList<AppInstance> instances, Setting setting)
    {
        var environment = new Dictionary<string, string>
        {
            ["Sidecar__Postgres"] = setting.Postgres.Database(Database),
            ["Sidecar__ResourcesPaths__0"] = setting.Components,
            ["DAPR_API_TOKEN"] = setting.Secrets.DaprApiToken,
            ["APP_API_TOKEN"] = setting.Secrets.AppApiToken,
        };
        var (relayHttp, relayGrpc) = (setting.Shift(Setting.RelayHttpPort), setting.Shift(Setting.RelayGrpcPort));
        for (var i = 0; i < instances.Count; i++)
        {
            var app = instances[i];
            Add(environment, i, app.App.AppId, app.HttpPort, app.GrpcPort);
            environment[$"Sidecar__Apps__{i}__AppPort"] = $"{app.AppPort}";
        }

        Add(environment, instances.Count, RelayPlan.Name, relayHttp, relayGrpc);
        int[] httpPorts = [.. instances.Select(app => app.HttpPort), relayHttp];
        return LocalProgram.Create("sidecar", "Sidecar", setting, environment) with
        {
            Ports = [.. httpPorts, .. instances.Select(app => app.GrpcPort), relayGrpc],
            ReadyWhen = [.. httpPorts.Select(port => new Uri($"http://localhost:{port}/v1.0/healthz/outbound"))],
        };
    }

    private static void Add(Dictionary<string, string> environment, int index, string appId, int httpPort, int grpcPort)
    {
        environment[$"Sidecar__Apps__{index}__AppId"] = appId;
        environment[$"Sidecar__Apps__{index}__HttpPort"] = $"{httpPort}";
        environment[$"Sidecar__Apps__{index}__GrpcPort"] = $"{grpcPort}";
    }
}
