namespace TicketBooking.Sidecar.PubSub;

/// <summary>W3C trace context of the publisher.</summary>
internal sealed record TraceHeaders(string? TraceParent, string? TraceState)
{
    public static TraceHeaders Of(HttpRequest request) => new(request.Headers.TraceParent, request.Headers.TraceState);
}
