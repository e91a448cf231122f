using Dapr.DurableTask.Protobuf;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Runtime = Dapr.Client.Autogen.Grpc.v1.Dapr;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>A sidecar's gRPC API, called with the messages and stubs of Dapr's own packages.</summary>
public sealed class GrpcApi : IDisposable
{
    private readonly GrpcChannel _channel;

    public GrpcApi(Uri address, string? token)
    {
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var calls = _channel.Intercept(metadata =>
        {
            if (token is not null)
            {
                metadata.Add("dapr-api-token", token);
            }

            return metadata;
        });
        (Dapr, Workflows) = (new Runtime.DaprClient(calls), new TaskHubSidecarService.TaskHubSidecarServiceClient(calls));
    }

    public Runtime.DaprClient Dapr { get; }

    public TaskHubSidecarService.TaskHubSidecarServiceClient Workflows { get; }

    public void Dispose() => _channel.Dispose();
}
