using Xunit;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>A running sidecar, whoever made it, and the app that belongs to it.</summary>
public abstract class ConformanceTarget : IAsyncLifetime
{
    public const string AppId = "conformance";
    public const string PubSub = "pubsub";
    public const string LockStore = "lockstore";
    public const string StateStore = "statestore";

    /// <summary>The app the sidecar calls.</summary>
    public TestApp App { get; protected set; } = null!;

    /// <summary>The sidecar's HTTP API.</summary>
    public HttpClient Http { get; protected set; } = null!;

    /// <summary>The sidecar's gRPC API.</summary>
    public GrpcApi Grpc { get; protected set; } = null!;

    public abstract Task InitializeAsync();

    public virtual async Task DisposeAsync()
    {
        Http.Dispose();
        Grpc.Dispose();
        await App.DisposeAsync();
    }

    protected void Connect(Uri http, Uri grpc, string? token)
    {
        Http = new HttpClient { BaseAddress = http };
        if (token is not null)
        {
            Http.DefaultRequestHeaders.Add("dapr-api-token", token);
        }

        Grpc = new GrpcApi(grpc, token);
    }
}
