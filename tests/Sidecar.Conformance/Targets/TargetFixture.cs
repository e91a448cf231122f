using Xunit;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>The one target of a test run: daprd when the environment names it, else the embedded sidecar.</summary>
public sealed class TargetFixture : IAsyncLifetime
{
    public ConformanceTarget Target { get; } =
        (Variable("HTTP"), Variable("GRPC"), Variable("APP_PORT")) is ({ } http, { } grpc, { } port)
            ? new DaprdTarget(http, grpc, port)
            : new EmbeddedTarget();

    public ValueTask InitializeAsync() => Target.InitializeAsync();

    public ValueTask DisposeAsync() => Target.DisposeAsync();

    private static string? Variable(string name) => Environment.GetEnvironmentVariable("SIDECAR_CONFORMANCE_" + name);
}
