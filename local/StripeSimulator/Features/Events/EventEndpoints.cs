using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Features.Events;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/events", (HttpContext http, ApiPipeline api) => api.ServeAsync(http, "events.list", ListAsync));
        routes.MapGet("/v1/events/{id}", (HttpContext http, string id, ApiPipeline api) =>
            api.ServeAsync(http, "events.retrieve", (call, cancellationToken) => RetrieveAsync(call, id, cancellationToken)));
    }

    private static async Task<Answer> ListAsync(Call call, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        return Answer.Ok(await Listing.EventsAsync(call.Db, call.Parameters, cancellationToken));
    }

    private static async Task<Answer> RetrieveAsync(Call call, string id, CancellationToken cancellationToken)
    {
        call.RequireSecretKey();
        var body = await call.Db.Command("SELECT body FROM event WHERE id = $1", id).ScalarAsync<string>(cancellationToken);
        return new Answer(StatusCodes.Status200OK, body ?? throw Errors.NoSuch("event", id, "id"));
    }
}
