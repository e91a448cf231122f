using Dapr.Client;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>A running sidecar, whoever made it, and the app that belongs to it.</summary>
public abstract class ConformanceTarget : IAsyncLifetime
{
    public const string AppId = "conformance";
    public const string PubSub = "pubsub";
    public const string LockStore = "lockstore";
    public const string StateStore = "statestore";

    private Uri _http = null!;
    private Uri _grpc = null!;
    private string? _token;

    /// <summary>The app the sidecar calls.</summary>
    public TestApp App { get; protected set; } = null!;

    /// <summary>The sidecar's HTTP API.</summary>
    public HttpClient Http { get; protected set; } = null!;

    /// <summary>The sidecar's gRPC API.</summary>
    public GrpcApi Grpc { get; protected set; } = null!;

    public abstract ValueTask InitializeAsync();

    public virtual async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        await App.DisposeAsync();
    }

    /// <summary>A client of Dapr's own package.</summary>
    public DaprClient NewSdkClient() => new DaprClientBuilder()
        .UseHttpEndpoint(_http.AbsoluteUri).UseGrpcEndpoint(_grpc.AbsoluteUri).UseDaprApiToken(_token ?? "").Build();

    /// <summary>What the SDK's workflow worker reads from the configuration.</summary>
    public Dictionary<string, string?> SdkSettings() => new()
    {
        ["DAPR_HTTP_ENDPOINT"] = _http.AbsoluteUri, ["DAPR_GRPC_ENDPOINT"] = _grpc.AbsoluteUri, ["DAPR_API_TOKEN"] = _token,
    };

    protected void Connect(Uri http, Uri grpc, string? token)
    {
        (_http, _grpc, _token) = (http, grpc, token);
        Http = new HttpClient { BaseAddress = http };
        if (token is not null)
        {
            Http.DefaultRequestHeaders.Add("dapr-api-token", token);
        }

        Grpc = new GrpcApi(grpc, token);
    }
}
