using TicketBooking.StripeSimulator.Calls;

namespace TicketBooking.StripeSimulator.Features.Refunds;

internal static class RefundEndpoints
{
    public static void MapRefunds(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/refunds", (HttpContext http, ApiPipeline api) => api.ServeAsync(http, "refunds.create", CreateRefund.HandleAsync));
        routes.MapGet("/v1/refunds", (HttpContext http, ApiPipeline api) => api.ServeAsync(http, "refunds.list", ReadRefunds.ListAsync));
        routes.MapGet("/v1/refunds/{id}", (HttpContext http, string id, ApiPipeline api) =>
            api.ServeAsync(http, "refunds.retrieve", (call, cancellationToken) => ReadRefunds.RetrieveAsync(call, id, cancellationToken)));
    }
}
