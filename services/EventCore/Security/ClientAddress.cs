using System.Net;
using System.Net.Sockets;

namespace TicketBooking.EventCore.Security;

/// <summary>Reads the client's address from the gateway; only the sidecar can call this service, so it can be believed.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// The first entry of <c>X-Forwarded-For</c>; null when there is none. Of an IPv6 address the network counts (64 bits): the owner of
    /// one address has them all.
    /// </summary>
    public static string? Of(HttpRequest request)
    {
        var first = request.Headers["X-Forwarded-For"].ToString().Split(',')[0].Trim();
        if (!IPAddress.TryParse(first, out var address))
        {
            return null;
        }

        return address switch
        {
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, NetworkBytes),
            _ => address.ToString(),
        };
    }
}
