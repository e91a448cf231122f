using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using TicketBooking.Platform;

namespace TicketBooking.Gateway.Security;

/// <summary>
/// Refuses what the next hop could not carry, while the reason can still be sent. Kestrel's own limits are wider: what breaks those is
/// answered without a body, because there is no request yet.
/// </summary>
internal sealed class RequestGuards(RequestDelegate next, IOptions<EdgeOptions> options)
{
    /// <summary>Any search text that its service refuses with a reason gets there.</summary>
    public const int MaxTargetBytes = 11 << 10;

    public Task InvokeAsync(HttpContext context)
    {
        var refusal = Refusal(context.Request, options.Value.MaxHeaderBytes);
        return refusal is null ? next(context) : refusal.ExecuteAsync(context);
    }

    private static ProblemHttpResult? Refusal(HttpRequest request, int maxHeaderBytes)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length;
        if (target > MaxTargetBytes)
        {
            return Problem.Of(StatusCodes.Status414UriTooLong, "uri-too-long", "The address is too long.");
        }

        if (target + SizeOf(request.Headers) > maxHeaderBytes)
        {
            return Problem.Of(StatusCodes.Status431RequestHeaderFieldsTooLarge, "headers-too-large", "The headers are too large.");
        }

        // Other upgrades may be ignored (RFC 9110 section 7.8), and HTTP clients that offer h2c count on it.
        return request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
            ? Problem.Of(StatusCodes.Status501NotImplemented, "websocket-not-supported", "Web sockets are not supported; live data is an event stream.")
            : null;
    }

    private static int SizeOf(IHeaderDictionary headers)
    {
        var size = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                size += name.Length + ": \r\n".Length + (value?.Length ?? 0);
            }
        }

        return size;
    }
}
