using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace TicketBooking.Seats.Features.Map;

internal static class GetMap
{
    public static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> HandleAsync(
        Guid eventId, HttpContext context, SeatMaps maps, CancellationToken cancellationToken)
    {
        if (await maps.FindAsync(eventId, cancellationToken) is not { } map)
        {
            return SeatProblems.EventNotFound();
        }

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

        return TypedResults.Bytes(map.In(coding), MediaTypeNames.Application.Json);
    }

    private static bool IsKnownTo(HttpRequest request, SeatMap map)
    {
        var own = EntityTagHeaderValue.Parse(map.ETag);
        return new RequestHeaders(request.Headers).IfNoneMatch
            .Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(own, useStrongComparison: false));
    }
}
