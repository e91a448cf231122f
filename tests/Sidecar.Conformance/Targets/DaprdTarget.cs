using System.Globalization;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>
/// A real daprd that is already waiting for its app: <c>SIDECAR_CONFORMANCE_HTTP</c> and <c>_GRPC</c> are its addresses,
/// <c>_APP_PORT</c> is the port it was told, <c>_TOKEN</c> its API token if it has one.
/// </summary>
public sealed class DaprdTarget(string http, string grpc, string appPort) : ConformanceTarget
{
    public override async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(Topics.All, int.Parse(appPort, CultureInfo.InvariantCulture));
        Connect(new(http), new(grpc), Environment.GetEnvironmentVariable("SIDECAR_CONFORMANCE_TOKEN"));
    }
}
