using TicketBooking.Contracts;
using TicketBooking.Gateway.Limits;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Live;

internal static class LiveEndpoints
{
    public static void MapLive(this WebApplication app)
    {
        var stream = app.Services.GetRequiredService<StreamSeats>();
        var live = app.MapGroup("").WithTags("Live seats").AllowAnonymous();
        live.MapGet("/api/v1/seat/sse/events/{eventId:guid}/seats", stream.HandleAsync).WithLane(Lane.Live)
            .WithSummary("Stream the seat changes of an event as server-sent events");
        live.MapGet("/sse/events/{eventId:guid}/seats", stream.HandleAsync).WithLane(Lane.Live)
            .WithSummary("Stream the same changes under another path");
        live.MapGet("/bookings/events/{eventId:guid}/snapshot", GetSnapshot.HandleAsync).WithLane(Lane.Browse)
            .WithSummary("Get the held and booked seats of an event");
    }

    /// <summary>Maps the paths for the sidecar; any other caller gets 404.</summary>
    public static void MapMessages(this WebApplication app)
    {
        app.MapPost("/subscriptions/seat-changes", OnSeatsChanged.Handle)
            .WithTopic(ComponentNames.LiveFeed, Topics.SeatChanges).AllowAnonymous().RequireSidecar().WithMetadata(new ForSidecar()).ExcludeFromDescription();
        app.MapSubscribeHandler().AllowAnonymous().RequireSidecar().WithMetadata(new ForSidecar());
    }
}
