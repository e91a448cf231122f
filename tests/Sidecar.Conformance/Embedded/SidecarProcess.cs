using System.Diagnostics;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;

namespace TicketBooking.Sidecar.Conformance.Embedded;

/// <summary>The embedded sidecar as a process of its own, so that it can be killed without a last word.</summary>
internal sealed class SidecarProcess : IAsyncDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Dictionary<string, int> _ports;

    private SidecarProcess(Process process, Dictionary<string, int> ports) => (_process, _ports) = (process, ports);

    public static async Task<SidecarProcess> StartAsync(TestPostgres database, params IReadOnlyList<(string AppId, int AppPort)> apps)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Sidecar.dll")]) { RedirectStandardOutput = true };
        start.Environment["Sidecar__Postgres"] = database.ConnectionString;
        start.Environment["Sidecar__ResourcesPaths__0"] = EmbeddedSidecar.ComponentsFile;
        start.Environment["DAPR_API_TOKEN"] = EmbeddedTarget.Token;
        start.Environment["APP_API_TOKEN"] = EmbeddedTarget.AppToken;
        start.Environment["Logging__LogLevel__Default"] = "Information";
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var n = 0; n < apps.Count; n++)
        {
            var (http, grpc) = (Ports.Next(), Ports.Next());
            ports[apps[n].AppId] = http;
            ports[apps[n].AppId + "/grpc"] = grpc;
            start.Environment[$"Sidecar__Apps__{n}__AppId"] = apps[n].AppId;
            start.Environment[$"Sidecar__Apps__{n}__AppPort"] = $"{apps[n].AppPort}";
            start.Environment[$"Sidecar__Apps__{n}__HttpPort"] = $"{http}";
            start.Environment[$"Sidecar__Apps__{n}__GrpcPort"] = $"{grpc}";
        }

        var process = Process.Start(start)!;
        await UntilListeningAsync(process);
        return new(process, ports);
    }

    public HttpClient HttpOf(string appId)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{_ports[appId]}") };
        http.DefaultRequestHeaders.Add("dapr-api-token", EmbeddedTarget.Token);
        return http;
    }

    public GrpcApi GrpcOf(string appId) => new(new Uri($"http://localhost:{_ports[appId + "/grpc"]}"), EmbeddedTarget.Token);

    /// <summary>kill -9.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // The process says in its log when its sidecars listen.
    private static async Task UntilListeningAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(GiveUpAfter);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("listens", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
        }

        throw new InvalidOperationException("The sidecar ended before it listened.");
    }
}
