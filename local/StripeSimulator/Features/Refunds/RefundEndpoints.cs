using TicketBooking.StripeSimulator.Calls;

namespace TicketBooking.StripeSimulator.Features.Refunds;

internal static class RefundEndpoints
{
    public static void MapRefunds(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/refunds", (HttpContext http, ApiPipeline api) => api.Serve(http, "refunds.create", CreateRefund.Handle));
        routes.MapGet("/v1/refunds", (HttpContext http, ApiPipeline api) => api.Serve(http, "refunds.list", ReadRefunds.List));
        routes.MapGet("/v1/refunds/{id}", (HttpContext http, string id, ApiPipeline api) =>
            api.Serve(http, "refunds.retrieve", (call, cancel) => ReadRefunds.Retrieve(call, id, cancel)));
    }
}
