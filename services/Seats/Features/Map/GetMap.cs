using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;
using TicketBooking.Platform;

namespace TicketBooking.Seats.Features.Map;

internal static class GetMap
{
    public static async Task<Results<PushStreamHttpResult, StatusCodeHttpResult, ProblemHttpResult>> HandleAsync(
        Guid eventId, HttpContext context, SeatMaps maps, CancellationToken cancellationToken)
    {
        try
        {
            return await maps.FindAsync(eventId, cancellationToken) is { } map ? Answer(context, map) : SeatProblems.EventNotFound();
        }
        catch (TimeoutException)
        {
            return Problem.Busy();
        }
    }

    private static Results<PushStreamHttpResult, StatusCodeHttpResult, ProblemHttpResult> Answer(HttpContext context, SeatMap map)
    {

        var headers = context.Response.Headers;
        headers.ETag = map.ETag;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (IsKnownTo(context.Request, map))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var coding = ContentCoding.For(context.Request);
        if (coding is not null)
        {
            headers.ContentEncoding = coding;
        }

        if (coding == ContentCoding.Brotli)
        {
            headers.ContentLength = map.BrotliBytes;
        }

        return TypedResults.Stream(
            client => map.SendAsync(client, coding, context.Abort, context.RequestAborted), MediaTypeNames.Application.Json);
    }

    private static bool IsKnownTo(HttpRequest request, SeatMap map)
    {
        var own = EntityTagHeaderValue.Parse(map.ETag);
        return new RequestHeaders(request.Headers).IfNoneMatch
            .Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(own, useStrongComparison: false));
    }
}
