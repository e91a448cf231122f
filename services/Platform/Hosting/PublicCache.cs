using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace TicketBooking.Platform;

/// <summary>Open reads that a shared cache may answer, so that a crowd that reads the same costs the services one request a second.</summary>
public static class PublicCache
{
    /// <summary>
    /// <c>Cache-Control</c> of such an answer. A shared cache, such as a CDN, may use it for a second; a browser asks each time, with its ETag
    /// when there is one.
    /// </summary>
    public const string CacheControl = "public, max-age=0, s-maxage=1";

    /// <summary>Lets shared caches keep the answers of a route. Answers other than 200 and 304, such as problems, do not get the header.</summary>
    /// <param name="route">The route of an open GET, whose answer is the same for every caller.</param>
    public static RouteHandlerBuilder WithPublicCache(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (invocation, next) =>
    {
        var response = invocation.HttpContext.Response;
        response.OnStarting(() =>
        {
            if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified && StringValues.IsNullOrEmpty(response.Headers.CacheControl))
            {
                response.Headers.CacheControl = CacheControl;
            }

            return Task.CompletedTask;
        });
        return await next(invocation);
    });
}
