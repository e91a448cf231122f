using TicketBooking.Gateway.Forwarding;

namespace TicketBooking.Gateway.Live;

/// <summary>The state alone, for those who do not stream. A crowd costs the seats service nothing: it is what the streams begin with.</summary>
internal static class GetSnapshot
{
    public static async Task<IResult> HandleAsync(Guid eventId, HttpContext context, EventHubs hubs, CancellationToken cancellationToken)
    {
        try
        {
            context.Response.Headers.CacheControl = "no-store";
            return await hubs.FindSnapshotAsync(eventId, cancellationToken) is { } snapshot
                ? TypedResults.Json(snapshot, LiveJson.Default.SeatSnapshot)
                : LiveProblems.EventNotFound();
        }
        catch (HttpRequestException)
        {
            return UpstreamProblems.Unavailable();
        }
    }
}
