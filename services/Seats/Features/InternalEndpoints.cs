namespace TicketBooking.Seats.Features;

internal static class InternalEndpoints
{
    /// <summary>For other services by invocation; the gateway has no route to them.</summary>
    public static void MapInternal(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/internal").ExcludeFromDescription();
        routes.MapGet("/states/{eventId:guid}", ListStates.HandleAsync);
        routes.MapGet("/availability", ListAvailability.Handle);
        routes.MapGet("/live/{eventId:guid}", GetSeatFeed.HandleAsync);
    }
}
