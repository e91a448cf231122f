using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TicketBooking.Platform;

/// <summary>A request's body, kept in memory so that it can be read before the handler reads it.</summary>
internal static class BufferedBody
{
    /// <summary>The size that a sidecar passes on by default, and more than any valid request here has.</summary>
    public const int Largest = 4 * 1024 * 1024;

    /// <summary>Returns the body at its start. A reader seeks back to the start for the next one.</summary>
    public static Stream Of(HttpContext context)
    {
        if (!context.Request.Body.CanSeek)
        {
            LimitBody(context);
            // With a threshold as large as the limit it stays in memory.
            context.Request.EnableBuffering(Largest, Largest);
        }

        return context.Request.Body;
    }

    private static void LimitBody(HttpContext context)
    {
        var limit = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        limit.MaxRequestBodySize = Math.Min(limit.MaxRequestBodySize ?? Largest, Largest);
    }
}
