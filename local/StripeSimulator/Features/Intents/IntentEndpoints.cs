using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;

namespace TicketBooking.StripeSimulator.Features.Intents;

internal static class IntentEndpoints
{
    public static void MapIntents(this IEndpointRouteBuilder routes)
    {
        const string Root = "/v1/payment_intents";
        routes.MapPost(Root, (HttpContext http, ApiPipeline api) => api.Serve(http, "payment_intents.create", CreateIntent.Handle));
        routes.MapGet(Root, (HttpContext http, ApiPipeline api) => api.Serve(http, "payment_intents.list", ListIntents.Handle));
        routes.Map("GET", "", "retrieve", RetrieveIntent.Handle);
        routes.Map("POST", "", "update", UpdateIntent.Handle);
        routes.Map("POST", "/confirm", "confirm", ConfirmIntent.Handle);
        routes.Map("POST", "/capture", "capture", CaptureIntent.Handle);
        routes.Map("POST", "/cancel", "cancel", CancelIntent.Handle);
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
                api.Serve(http, "payment_intents." + operation, (call, cancel) => handle(call, id, cancel)));
}
