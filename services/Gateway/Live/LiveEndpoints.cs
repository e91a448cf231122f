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
            .WithSummary("An event's seats as a stream of server-sent events");
        live.MapGet("/sse/events/{eventId:guid}/seats", stream.HandleAsync).WithLane(Lane.Live)
            .WithSummary("The same stream under another name");
        live.MapGet("/bookings/events/{eventId:guid}/snapshot", GetSnapshot.HandleAsync).WithLane(Lane.Browse)
            .WithSummary("Which seats are held and which are booked");
    }

    /// <summary>What the sidecar calls; for anybody else these paths are not there.</summary>
    public static void MapMessages(this WebApplication app)
    {
        app.MapPost("/subscriptions/seat-changes", OnSeatsChanged.Handle)
            .WithTopic(Topics.LiveFeed, Topics.SeatChanges).AllowAnonymous().RequireSidecar().ExcludeFromDescription();
        app.MapSubscribeHandler().AllowAnonymous().RequireSidecar();
    }
}
