using TicketBooking.Sidecar.Apps;

namespace TicketBooking.Sidecar.Invocation;

/// <summary>Copies headers. Leaves out those of one connection, those for the sidecar, and those that are written anew.</summary>
internal static class ProxyHeaders
{
    private static readonly string[] Stay =
    [
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "TE", "Trailer",
        "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info", "Expect", "Host", "Content-Length",
        AppChannel.TokenHeader, InvocationTarget.AppIdHeader, "dapr-caller-app-id", "dapr-callee-app-id",
    ];

    public static void CopyRequest(HttpRequest from, HttpRequestMessage to)
    {
        var staying = Staying(from.Headers.Connection);
        foreach (var (name, values) in from.Headers.Where(h => !staying.Contains(h.Key)))
        {
            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }
    }

    public static void CopyResponse(HttpResponseMessage from, HttpResponse to)
    {
        var staying = Staying(from.Headers.Connection);
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated).Where(h => !staying.Contains(h.Key)))
        {
            to.Headers[name] = values.ToArray();
        }

        to.ContentLength = from.Content.Headers.ContentLength;
    }

    // Those, and what the Connection header names.
    private static HashSet<string> Staying(IEnumerable<string?> connection) =>
        connection.SelectMany(value => value?.Split(',', StringSplitOptions.TrimEntries) ?? []).Concat(Stay).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
