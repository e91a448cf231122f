using TicketBooking.Testing;

namespace TicketBooking.Containers;

/// <summary>A daprd for Sidecar.Conformance, which is its app. It has the servers and components of a system that runs.</summary>
internal static class ConformanceSidecar
{
    public const string Suite = "Sidecar.Conformance";

    public static async Task PassesAsync(RunFile file, IReadOnlyDictionary<string, string> shell)
    {
        var app = new RunApp
        {
            AppId = "conformance",
            AppPort = Ports.Next(),
            DaprHttpPort = Ports.Next(),
            DaprGrpcPort = Ports.Next(),
            DaprInternalGrpcPort = Ports.Next(),
            MetricsPort = Ports.Next(),
        };
        var components = Components.ReadForConformance(file.Common.ResourcesPaths[0]);
        await using var daprd = Daprd.New(Daprd.NameFor(app), app, file.Common.ReadBufferSize, components, shell);
        await daprd.StartAsync();

        await SuiteProgram.PassesAsync(
            Suite,
            [
                ("SIDECAR_CONFORMANCE_HTTP", $"http://localhost:{app.DaprHttpPort}"),
                ("SIDECAR_CONFORMANCE_GRPC", $"http://localhost:{app.DaprGrpcPort}"),
                ("SIDECAR_CONFORMANCE_APP_PORT", $"{app.AppPort}"),
                ("SIDECAR_CONFORMANCE_TOKEN", Shell.DaprApiToken),
            ],
            // The others are about the embedded sidecar.
            "-class",
            "*Conformance");
    }
}
