using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>Removes headers that are not forwarded. YARP itself copies none that speak about one connection (RFC 9110 section 7.6.1).</summary>
internal static class HeaderRules
{
    /// <summary>Made anew for the next connection, said by the gateway itself, or an attempt to be another user or place.</summary>
    private static readonly FrozenSet<string> Dropped = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Host", "Expect", "TE", "Trailer", "Upgrade", "traceparent", "tracestate", "baggage",
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP",
        "X-User", "X-Roles", "X-Remote-User", "Remote-User", "X-Original-URL", "X-Rewrite-URL",
        "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override");

    /// <summary>Of one connection, or names a program to attack.</summary>
    private static readonly FrozenSet<string> OfServers = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Trailer", "Server", "X-Powered-By");

    private static readonly string[] DroppedPrefixes = ["dapr-", "X-Forwarded-", "X-User-", "X-Auth-"];

    /// <summary>Removes headers that a client may not send. Runs before YARP, which would carry out some upgrades.</summary>
    public static void CleanRequest(IHeaderDictionary headers)
    {
        var ofThisHop = headers.GetCommaSeparatedValues(HeaderNames.Connection);
        foreach (var name in headers.Keys.ToList())
        {
            if (Dropped.Contains(name) || IsOfThisHop(name, ofThisHop) || Array.Exists(DroppedPrefixes, name.HasPrefix))
            {
                headers.Remove(name);
            }
        }

        if (!IsBearer(headers.Authorization))
        {
            headers.Authorization = default;
        }
    }

    public static void CleanResponse(IHeaderDictionary headers, ICollection<string> connection)
    {
        foreach (var name in headers.Keys.ToList())
        {
            if (name.HasPrefix("dapr-") || IsOfThisHop(name, connection) || OfServers.Contains(name))
            {
                headers.Remove(name);
            }
        }

        if (IsForSharedCaches(headers.CacheControl))
        {
            // It says what one client has left, and the cache would say it to all.
            headers.Remove("RateLimit");
        }
    }

    private static bool IsForSharedCaches(StringValues cacheControl) =>
        CacheControlHeaderValue.TryParse(cacheControl.ToString(), out var said) && said.Public;

    private static bool IsOfThisHop(string name, ICollection<string> connection) => connection.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool HasPrefix(this string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>To the sidecar, the basic user <c>dapr-app-id</c> is an order to call another app. Nothing here takes basic credentials.</summary>
    private static bool IsBearer(StringValues values) =>
        values is [{ } single] && single.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
