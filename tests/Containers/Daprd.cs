using System.Text;
using Docker.DotNet.Models;

namespace TicketBooking.Containers;

/// <summary>The sidecar of an app, with the options that <c>dapr run</c> gives it.</summary>
internal static class Daprd
{
    /// <summary>What suites call the sidecar of an app. That of Seats is the one they kill by the name <c>sidecar</c>.</summary>
    public static string NameFor(RunApp app) => app.AppId == "seats" ? "sidecar" : $"{app.AppId}-sidecar";

    /// <param name="name">What the suites call it.</param>
    /// <param name="app">Its app.</param>
    /// <param name="readBufferSize">The run file's.</param>
    /// <param name="components">File names and texts.</param>
    /// <param name="shell">Tokens, and secrets of components.</param>
    public static ContainerPart New(
        string name, RunApp app, string readBufferSize, IReadOnlyDictionary<string, string> components, IReadOnlyDictionary<string, string> shell) =>
        new(name, Images.Dapr, container => components
            .Aggregate(container, (with, file) => with.WithResourceMapping(Encoding.UTF8.GetBytes(file.Value), $"/components/{file.Key}"))
            .WithEnvironment(shell)
            // mDNS answers with this address; all sidecars are on one machine.
            .WithEnvironment("DAPR_HOST_IP", "127.0.0.1")
            .WithCommand([.. Command(app, readBufferSize)])
            // It ends when a store or broker is away at its start. One that was killed stays dead.
            .WithCreateParameterModifier(create => create.HostConfig!.RestartPolicy = new() { Name = RestartPolicyKind.Always }));

    private static IEnumerable<string> Command(RunApp app, string readBufferSize) =>
    [
        "/daprd", "--app-id", app.AppId, .. app.AppPort == 0 ? (string[])[] : ["--app-port", $"{app.AppPort}"],
        "--dapr-http-port", $"{app.DaprHttpPort}", "--dapr-grpc-port", $"{app.DaprGrpcPort}",
        "--dapr-internal-grpc-port", $"{app.DaprInternalGrpcPort}", "--metrics-port", $"{app.MetricsPort}",
        "--dapr-listen-addresses", "127.0.0.1", "--read-buffer-size", readBufferSize,
        "--resources-path", "/components", "--config", "/components/config.yaml",
        "--placement-host-address", "localhost:50005", "--scheduler-host-address", "localhost:50006",
    ];
}
