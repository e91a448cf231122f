using Google.Protobuf;
using TicketBooking.DaprWire;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>Methods whose refusals are <see cref="ApiException"/>s.</summary>
internal static class GrpcExtensions
{
    public static void MapApi<TRequest, TResponse>(
        this IEndpointRouteBuilder routes, GrpcMethod<TRequest, TResponse> method, Func<TRequest, HttpContext, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        routes.MapGrpc(method, async (request, context) =>
        {
            try
            {
                return await handler(request, context);
            }
            catch (ApiException e)
            {
                throw new GrpcStatusException(e.GrpcStatus, e.Message, e);
            }
        });
}
