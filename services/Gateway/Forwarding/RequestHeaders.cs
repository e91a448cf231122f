using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>What a service hears of a client's headers: everything but what the client has no right to say.</summary>
internal static class RequestHeaders
{
    /// <summary>Made anew for the next connection, or said by the gateway itself.</summary>
    private static readonly FrozenSet<string> Dropped = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Host", "Content-Length", "Expect", "traceparent", "tracestate", "baggage", "Forwarded", "X-User-Id", "X-Real-IP");

    public static void Copy(HttpRequest from, HttpRequestMessage to)
    {
        foreach (var (name, values) in from.Headers)
        {
            if (MayPass(name, values, from.Headers.Connection) && !to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        to.Headers.TryAddWithoutValidation("X-Forwarded-For", from.HttpContext.Connection.RemoteIpAddress?.ToString());
    }

    private static bool MayPass(string name, StringValues values, StringValues connection) =>
        !Dropped.Contains(name)
        && !name.StartsWith("dapr-", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        && !HopByHop.Has(name, connection)
        && (!name.Equals(HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase) || IsBearer(values));

    /// <summary>To the sidecar, the basic user <c>dapr-app-id</c> is an order to call another app. Nothing here takes basic credentials.</summary>
    private static bool IsBearer(StringValues values) =>
        values is [{ } single] && single.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
