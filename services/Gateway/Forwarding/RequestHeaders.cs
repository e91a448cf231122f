using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using TicketBooking.Gateway.Security;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>What a service hears of a client's headers: everything but what the client has no right to say.</summary>
internal static class RequestHeaders
{
    /// <summary>Made anew for the next connection, said by the gateway itself, or an attempt to be somebody or somewhere else.</summary>
    private static readonly FrozenSet<string> Dropped = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Host", "Content-Length", "Expect", "traceparent", "tracestate", "baggage",
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP",
        "X-User", "X-Roles", "X-Remote-User", "Remote-User", "X-Original-URL", "X-Rewrite-URL",
        "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override");

    private static readonly string[] DroppedPrefixes = ["dapr-", "X-Forwarded-", "X-User-", "X-Auth-"];

    public static void Copy(HttpRequest from, HttpRequestMessage to)
    {
        foreach (var (name, values) in from.Headers)
        {
            if (MayPass(name, values, from.Headers.Connection) && !to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        to.Headers.TryAddWithoutValidation("X-Forwarded-For", ClientAddress.Of(from.HttpContext)?.ToString());
    }

    private static bool MayPass(string name, StringValues values, StringValues connection) =>
        !Dropped.Contains(name)
        && !Array.Exists(DroppedPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        && !HopByHop.Has(name, connection)
        && (!name.Equals(HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase) || IsBearer(values));

    /// <summary>To the sidecar, the basic user <c>dapr-app-id</c> is an order to call another app. Nothing here takes basic credentials.</summary>
    private static bool IsBearer(StringValues values) =>
        values is [{ } single] && single.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
