using System.Text.Json;
using Dapr.Common;
using Grpc.Core;
using TicketBooking.DaprWire;

namespace Dapr.Client;

/// <summary>
/// Talks to the Dapr sidecar beside this process: state, publishing and locks over its gRPC API, invocation and health over its HTTP API.
/// Safe for concurrent use; made by <see cref="DaprClientBuilder"/>.
/// </summary>
public sealed partial class DaprClient : IDisposable
{
    private readonly SidecarCalls _grpc;
    private readonly HttpClient _http;
    private readonly Uri _httpEndpoint;
    private readonly string? _apiToken;

    internal DaprClient(Uri grpcEndpoint, Uri httpEndpoint, string? apiToken, TimeSpan timeout, JsonSerializerOptions json)
    {
        _grpc = new SidecarCalls(grpcEndpoint, apiToken);
        _http = new HttpClient();
        if (timeout > TimeSpan.Zero)
        {
            _http.Timeout = timeout;
        }

        _httpEndpoint = httpEndpoint;
        _apiToken = string.IsNullOrWhiteSpace(apiToken) ? null : apiToken;
        JsonSerializerOptions = json;
    }

    /// <summary>How payloads are written and read; System.Text.Json's web defaults unless the builder was told otherwise.</summary>
    public JsonSerializerOptions JsonSerializerOptions { get; }

    /// <summary>Closes the connections to the sidecar.</summary>
    public void Dispose()
    {
        _grpc.Dispose();
        _http.Dispose();
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation, GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>
        where TResponse : class, Google.Protobuf.IMessage<TResponse>
    {
        try
        {
            return await _grpc.CallAsync(method, request, cancellationToken);
        }
        catch (RpcException e)
        {
            throw new DaprException($"{operation} operation failed: {e.Message}", e);
        }
    }
}
