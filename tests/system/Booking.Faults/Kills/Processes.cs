using TicketBooking.Booking.Tests.Harness;
using TicketBooking.ChildProcesses;
using TicketBooking.Contracts;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>How booking and the sidecar are started, each time on the same ports.</summary>
internal sealed record Processes(int BookingPort, int HttpPort, int GrpcPort)
{
    private const string AppToken = "token-of-the-app";

    /// <summary>Hexadecimal milliseconds. A process that lives for seconds would spend half of its time on code that it never runs again.</summary>
    private const string NeverOptimise = "7FFFFFFF";

    public ChildCommand Sidecar(string database, int neighbours) => Command("Sidecar", new()
    {
        ["Sidecar__Postgres"] = database,
        ["Sidecar__ResourcesPaths__0"] = Repository.Path("components", "local"),
        ["Sidecar__Apps__0__AppId"] = AppIds.Booking,
        ["Sidecar__Apps__0__AppPort"] = $"{BookingPort}",
        ["Sidecar__Apps__0__HttpPort"] = $"{HttpPort}",
        ["Sidecar__Apps__0__GrpcPort"] = $"{GrpcPort}",
        ["Sidecar__Apps__1__AppId"] = AppIds.EventCore,
        ["Sidecar__Apps__1__AppPort"] = $"{neighbours}",
        ["Sidecar__Apps__2__AppId"] = AppIds.Seats,
        ["Sidecar__Apps__2__AppPort"] = $"{neighbours}",
    });

    public ChildCommand Booking(string database, string stripe, string faultPoint) => Command("Booking", new()
    {
        ["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "FaultPoints.dll"),
        ["FAULT_POINT"] = faultPoint,
        ["APP_ID"] = AppIds.Booking,
        ["APP_PORT"] = $"{BookingPort}",
        ["DAPR_HTTP_PORT"] = $"{HttpPort}",
        ["DAPR_GRPC_PORT"] = $"{GrpcPort}",
        ["ConnectionStrings__Database"] = database,
        ["Auth__Issuer"] = Neighbours.Issuer,
        ["Stripe__ApiBase"] = stripe,
        ["Stripe__SecretKey"] = "sk_test_local",
        ["Stripe__PublishableKey"] = "pk_test_local",
        ["Stripe__WebhookSecrets__0"] = "whsec_test",
        ["Payments__Grace"] = "00:00:02",
        ["Payments__SweepInterval"] = "00:00:00.5",
    });

    private static ChildCommand Command(string project, Dictionary<string, string?> settings) => new(
        "dotnet", Path.Combine(AppContext.BaseDirectory, "../..", project, new DirectoryInfo(AppContext.BaseDirectory).Name, $"{project}.dll"))
    {
        Environment = new Dictionary<string, string?>(settings)
        {
            ["APP_API_TOKEN"] = AppToken,
            ["Logging__LogLevel__Default"] = "Warning",
            ["DOTNET_TC_CallCountingDelayMs"] = NeverOptimise,
            ["DOTNET_TieredPGO"] = "0",
        },
    };
}
