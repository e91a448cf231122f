using Grpc.Core.Interceptors;

namespace TicketBooking.Sidecar.Api;

/// <summary>Asks every gRPC call for the token, and answers refusals with their status.</summary>
internal sealed class ApiInterceptor(TokenGate gate) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        CheckToken(context);
        try
        {
            return await continuation(request, context);
        }
        catch (ApiException e)
        {
            throw new RpcException(new Status(e.GrpcStatus, e.Message, e));
        }
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        CheckToken(context);
        return continuation(request, responseStream, context);
    }

    private void CheckToken(ServerCallContext context)
    {
        if (!gate.Lets(context.GetHttpContext().Request))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "invalid api token"));
        }
    }
}
