using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class IntentEndpoints
{
    public static void MapIntents(this IEndpointRouteBuilder routes)
    {
        const string Root = "/v1/payment_intents";
        routes.MapPost(Root, (HttpContext http, ApiPipeline api) => api.ServeAsync(http, "payment_intents.create", CreateIntent.HandleAsync));
        routes.MapGet(Root, (HttpContext http, ApiPipeline api) => api.ServeAsync(http, "payment_intents.list", ListIntents.HandleAsync));
        routes.Map("GET", "", "retrieve", RetrieveIntent.HandleAsync);
        routes.Map("POST", "", "update", UpdateIntent.HandleAsync);
        routes.Map("POST", "/confirm", "confirm", ConfirmIntent.HandleAsync);
        routes.Map("POST", "/capture", "capture", CaptureIntent.HandleAsync);
        routes.Map("POST", "/cancel", "cancel", CancelIntent.HandleAsync);
    }

    private static void Map(
        this IEndpointRouteBuilder routes,
        string method,
        string path,
        string operation,
        Func<Call, string, CancellationToken, Task<Answer>> handle) =>
        routes.MapMethods(
            "/v1/payment_intents/{id}" + path,
            [method],
            (HttpContext http, string id, ApiPipeline api) =>
                api.ServeAsync(http, "payment_intents." + operation, (call, cancellationToken) => handle(call, id, cancellationToken)));
}
