using TicketBooking.Gateway.Forwarding;

namespace TicketBooking.Gateway.Live;

/// <summary>Answers with the state alone, from the same memory as the streams: many readers cost the seats service nothing.</summary>
internal static partial class GetSnapshot
{
    public static async Task<IResult> HandleAsync(
        Guid eventId, HttpContext context, EventStreamRegistry streams, ILogger<EventStreamRegistry> logger, CancellationToken cancellationToken)
    {
        try
        {
            context.Response.Headers.CacheControl = "no-store";
            return await streams.FindSnapshotAsync(eventId, cancellationToken) is { } snapshot
                ? TypedResults.Json(snapshot, LiveJson.Default.SeatSnapshot)
                : LiveProblems.EventNotFound();
        }
        catch (HttpRequestException exception)
        {
            LogUnavailable(logger, exception, eventId);
            return UpstreamProblems.Unavailable();
        }
    }

    [LoggerMessage(4023, LogLevel.Error, "A snapshot of event {EventId} cannot be made: seats cannot be asked.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception, Guid eventId);
}
