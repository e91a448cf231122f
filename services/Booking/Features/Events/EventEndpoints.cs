namespace TicketBooking.Booking.Features.Events;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("/api/v1/booking/events").WithTags("Events")
            .MapGet("/{eventId:guid}/cancellation", GetCancellation.HandleAsync)
            .WithName("GetEventCancellation").WithSummary("Tell how far the bookings of a cancelled event are ended and refunded")
            .ProducesProblem(403).ProducesProblem(404);

        // For event-core by invocation; the gateway has no route to it, and only the sidecar may call it.
        routes.MapPost("/internal/events/{eventId:guid}/close", CloseEvent.HandleAsync).AllowAnonymous().ExcludeFromDescription();
    }
}
