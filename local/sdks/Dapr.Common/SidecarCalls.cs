using Google.Protobuf;
using Grpc.Core;
using TicketBooking.DaprWire;

namespace Dapr.Common;

/// <summary>Unary calls to the sidecar that fail as the vendor's do: with <see cref="RpcException"/>.</summary>
internal sealed class SidecarCalls(Uri endpoint, string? apiToken) : IDisposable
{
    private readonly GrpcClient _grpc = new(endpoint, apiToken);

    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            return await _grpc.CallAsync(method, request, cancellationToken);
        }
        catch (GrpcStatusException e)
        {
            throw new RpcException(new Status((StatusCode)e.Status, e.Detail), e);
        }
    }

    /// <summary>The stream itself, for the workflow worker, which handles its end.</summary>
    public IAsyncEnumerable<TResponse> StreamAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _grpc.StreamAsync(method, request, cancellationToken);

    public void Dispose() => _grpc.Dispose();
}
