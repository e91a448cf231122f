using Microsoft.AspNetCore.Http;

namespace TicketBooking.Platform;

/// <summary>The stored part of an answer. Cookies and all other headers belong to one exchange and are not stored.</summary>
internal sealed record StoredAnswer(int Status, string? ContentType, string? Location, string? ETag, byte[] Body)
{
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>
    /// Final answers only. 401, 403 and 429 are about the caller, 402 about money that may come, 408 about the connection, 5xx about this
    /// service's health. All of these may be different for the same request later.
    /// </summary>
    public bool IsFinal => Status is >= 200 and < 500
        and not (StatusCodes.Status401Unauthorized
            or StatusCodes.Status402PaymentRequired
            or StatusCodes.Status403Forbidden
            or StatusCodes.Status408RequestTimeout
            or StatusCodes.Status429TooManyRequests);

    public bool IsSuccess => Status is >= 200 and < 300;

    public static StoredAnswer Of(HttpResponse response, byte[] body) =>
        new(response.StatusCode, response.ContentType, NullIfEmpty(response.Headers.Location), NullIfEmpty(response.Headers.ETag), body);

    /// <summary>Answers as the first time. An empty refusal gets its problem body from the middleware in front, as the first one did.</summary>
    public Task ReplayAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.Location = Location;
        response.Headers.ETag = ETag;
        response.Headers[ReplayedHeader] = "true";
        return WriteBodyAsync(response, cancellationToken);
    }

    public async Task WriteBodyAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        if (Body.Length > 0)
        {
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, cancellationToken);
        }
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
