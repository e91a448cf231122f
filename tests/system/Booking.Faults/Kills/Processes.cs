using TicketBooking.ChildProcesses;
using TicketBooking.Contracts;
using TicketBooking.Testing;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>How booking and the sidecar are started, each time on the same ports.</summary>
/// <param name="BookingPort">Of booking itself.</param>
/// <param name="HttpPort">Of booking's sidecar.</param>
/// <param name="GrpcPort">Of booking's sidecar.</param>
/// <param name="GatewayHttpPort">Of the gateway's sidecar, through which buyers and webhooks come.</param>
/// <param name="EventCoreHttpPort">Of event-core's sidecar, through which events are told and closed.</param>
/// <param name="IsSwept">Whether booking's sweeper finds anything: else it looks every ten minutes, for what is older than that.</param>
internal sealed record Processes(int BookingPort, int HttpPort, int GrpcPort, int GatewayHttpPort, int EventCoreHttpPort, bool IsSwept)
{
    /// <summary>Hexadecimal milliseconds. A process that lives for seconds would spend half of its time on code that it never runs again.</summary>
    private const string NeverOptimise = "7FFFFFFF";

    private static readonly (string, string)[] Common =
    [
        ("APP_API_TOKEN", "token-of-the-app"),
        ("Logging:LogLevel:Default", "Warning"),
        ("DOTNET_TC_CallCountingDelayMs", NeverOptimise),
        ("DOTNET_TieredPGO", "0"),
    ];

    public ChildCommand Sidecar(string database, int neighbours) => ServiceProcess.CommandOf("Sidecar",
    [
        ("Sidecar:Postgres", database),
        ("Sidecar:ResourcesPaths:0", Repository.PathTo("components/local")),
        ("Sidecar:Apps:0:AppId", AppIds.Booking),
        ("Sidecar:Apps:0:AppPort", $"{BookingPort}"),
        ("Sidecar:Apps:0:HttpPort", $"{HttpPort}"),
        ("Sidecar:Apps:0:GrpcPort", $"{GrpcPort}"),
        ("Sidecar:Apps:1:AppId", AppIds.EventCore),
        ("Sidecar:Apps:1:AppPort", $"{neighbours}"),
        ("Sidecar:Apps:1:HttpPort", $"{EventCoreHttpPort}"),
        ("Sidecar:Apps:2:AppId", AppIds.Gateway),
        ("Sidecar:Apps:2:HttpPort", $"{GatewayHttpPort}"),
        .. Common,
    ]);

    /// <summary>The service, or with words its command, e.g. <c>reconcile</c>.</summary>
    public ChildCommand Booking(string database, string stripe, string faultPoint, params string[] words) => ServiceProcess.CommandOf("Booking",
    [
        ("DOTNET_STARTUP_HOOKS", Path.Combine(AppContext.BaseDirectory, "FaultPoints.dll")),
        ("FAULT_POINT", faultPoint),
        ("APP_ID", AppIds.Booking),
        ("APP_PORT", $"{BookingPort}"),
        ("DAPR_HTTP_PORT", $"{HttpPort}"),
        ("DAPR_GRPC_PORT", $"{GrpcPort}"),
        ("DAPR_API_TOKEN", "asked for by none here"),
        ("ConnectionStrings:Database", database),
        ("Auth:Issuer", TestTokens.Issuer),
        ("Stripe:ApiBase", stripe),
        ("Stripe:SecretKey", StripeControl.SecretKey),
        ("Stripe:PublishableKey", "pk_test_local"),
        ("Stripe:WebhookSecrets:0", "whsec_test"),
        // Each step of the lock store is reached, also right after its sidecar was away.
        ("Locks:PauseAfterFailure", "00:00:00"),
        ("Payments:LeastTime", "00:00:00"),
        ("Payments:Grace", IsSwept ? "00:00:02" : "00:10:00"),
        ("Payments:SweepInterval", IsSwept ? "00:00:00.5" : "00:10:00"),
        .. Common,
    ],
    words);
}
