using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TicketBooking.DaprWire;

/// <summary>
/// Maps gRPC methods on a Kestrel listener that speaks <c>HttpProtocols.Http2</c>. A handler refuses by throwing
/// <see cref="GrpcStatusException"/>.
/// </summary>
public static class GrpcEndpoints
{
    extension(IEndpointRouteBuilder routes)
    {
        /// <summary>One request, one response. The handler should observe <see cref="HttpContext.RequestAborted"/>.</summary>
        public IEndpointConventionBuilder MapGrpc<TRequest, TResponse>(
            GrpcMethod<TRequest, TResponse> method, Func<TRequest, HttpContext, Task<TResponse>> handler)
            where TRequest : class, IMessage<TRequest>
            where TResponse : class, IMessage<TResponse> =>
            routes.MapPost(method.Path, context => GrpcCall.AnswerAsync(context, async () =>
            {
                var request = await GrpcCall.ReadRequestAsync(context, method.RequestParser);
                var answer = await handler(request, context);
                await GrpcCall.WriteAsync(context, answer);
            }));

        /// <summary>
        /// One request, a stream of responses; headers are sent before the first of them. The stream is enumerated with
        /// <see cref="HttpContext.RequestAborted"/>, and disposed when the client leaves.
        /// </summary>
        public IEndpointConventionBuilder MapGrpcStream<TRequest, TResponse>(
            GrpcMethod<TRequest, TResponse> method, Func<TRequest, HttpContext, IAsyncEnumerable<TResponse>> handler)
            where TRequest : class, IMessage<TRequest>
            where TResponse : class, IMessage<TResponse> =>
            routes.MapPost(method.Path, context => GrpcCall.AnswerAsync(context, async () =>
            {
                var request = await GrpcCall.ReadRequestAsync(context, method.RequestParser);
                await context.Response.StartAsync(context.RequestAborted);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
                await foreach (var message in handler(request, context).WithCancellation(context.RequestAborted))
                {
                    await GrpcCall.WriteAsync(context, message);
                }
            }));

        /// <summary>Answers every other path with <see cref="GrpcStatus.Unimplemented"/>, as a gRPC server does.</summary>
        public IEndpointConventionBuilder MapUnknownGrpcMethods() =>
            routes.MapFallback("{**path}", context => GrpcCall.AnswerAsync(context, () =>
                throw new GrpcStatusException(GrpcStatus.Unimplemented, $"unknown method {context.Request.Path}")));
    }
}
