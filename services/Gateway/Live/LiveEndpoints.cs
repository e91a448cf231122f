using TicketBooking.Contracts;
using TicketBooking.Gateway.Limits;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Live;

internal static class LiveEndpoints
{
    public static void MapLive(this WebApplication app)
    {
        var stream = app.Services.GetRequiredService<StreamSeats>();
        app.MapGet("/api/v1/seat/sse/events/{eventId:guid}/seats", stream.HandleAsync).AllowAnonymous().WithLane(Lane.Live);
        app.MapGet("/sse/events/{eventId:guid}/seats", stream.HandleAsync).AllowAnonymous().WithLane(Lane.Live);
        app.MapGet("/bookings/events/{eventId:guid}/snapshot", GetSnapshot.HandleAsync).AllowAnonymous().WithLane(Lane.Browse);
    }

    /// <summary>What the sidecar calls; for anybody else these paths are not there.</summary>
    public static void MapMessages(this WebApplication app)
    {
        app.MapPost("/subscriptions/seat-changes", OnSeatsChanged.Handle)
            .WithTopic(Topics.LiveFeed, Topics.SeatChanges).AllowAnonymous().RequireSidecar().ExcludeFromDescription();
        app.MapSubscribeHandler().AllowAnonymous().RequireSidecar();
    }
}
