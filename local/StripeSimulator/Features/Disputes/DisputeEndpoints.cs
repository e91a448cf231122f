using TicketBooking.StripeSimulator.Calls;

namespace TicketBooking.StripeSimulator.Features.Disputes;

internal static class DisputeEndpoints
{
    public static void MapDisputes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/disputes", (HttpContext http, ApiPipeline api) => api.ServeAsync(http, "disputes.list", ReadDisputes.ListAsync));
        routes.MapGet("/v1/disputes/{id}", (HttpContext http, string id, ApiPipeline api) =>
            api.ServeAsync(http, "disputes.retrieve", (call, cancellationToken) => ReadDisputes.RetrieveAsync(call, id, cancellationToken)));
    }
}
