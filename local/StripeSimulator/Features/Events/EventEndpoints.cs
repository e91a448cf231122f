using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Features.Events;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/events", (HttpContext http, ApiPipeline api) => api.Serve(http, "events.list", List));
        routes.MapGet("/v1/events/{id}", (HttpContext http, string id, ApiPipeline api) =>
            api.Serve(http, "events.retrieve", (call, cancel) => Retrieve(call, id, cancel)));
    }

    private static async Task<Answer> List(Call call, CancellationToken cancel)
    {
        call.RequireSecretKey();
        return Answer.Ok(await Listing.Events(call.Db, call.Parameters, cancel));
    }

    private static async Task<Answer> Retrieve(Call call, string id, CancellationToken cancel)
    {
        call.RequireSecretKey();
        var body = await call.Db.Scalar<string>("SELECT body FROM event WHERE id = $1", cancel, id);
        return new Answer(StatusCodes.Status200OK, body ?? throw Errors.NoSuch("event", id, "id"));
    }
}
