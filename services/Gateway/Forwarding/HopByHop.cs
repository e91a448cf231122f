using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>Headers that speak about one connection (RFC 9110 section 7.6.1) and end with it.</summary>
internal static class HopByHop
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "HTTP2-Settings",
        "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Authentication-Info");

    /// <summary>Whether a header is one of them, or is named by the <c>Connection</c> header beside it.</summary>
    public static bool Has(string name, StringValues connection) => Names.Contains(name) || IsNamed(name, connection);

    private static bool IsNamed(string name, StringValues connection)
    {
        foreach (var line in connection)
        {
            foreach (var option in line.AsSpan().Split(','))
            {
                if (line.AsSpan()[option].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
