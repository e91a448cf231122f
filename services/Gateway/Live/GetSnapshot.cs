using TicketBooking.Gateway.Forwarding;

namespace TicketBooking.Gateway.Live;

/// <summary>The state alone, for those who do not stream. A crowd costs the seats service nothing: it is what the streams begin with.</summary>
internal static partial class GetSnapshot
{
    public static async Task<IResult> HandleAsync(Guid eventId, HttpContext context, EventHubs hubs, ILogger<EventHubs> logger, CancellationToken cancellationToken)
    {
        try
        {
            context.Response.Headers.CacheControl = "no-store";
            return await hubs.FindSnapshotAsync(eventId, cancellationToken) is { } snapshot
                ? TypedResults.Json(snapshot, LiveJson.Default.SeatSnapshot)
                : LiveProblems.EventNotFound();
        }
        catch (HttpRequestException exception)
        {
            LogUnavailable(logger, exception, eventId);
            return UpstreamProblems.Unavailable();
        }
    }

    [LoggerMessage(4023, LogLevel.Error, "There is no snapshot of event {EventId}: seats cannot be asked.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception, Guid eventId);
}
