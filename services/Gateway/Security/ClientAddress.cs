using System.Net;
using System.Net.Sockets;

namespace TicketBooking.Gateway.Security;

internal static class ClientAddress
{
    /// <summary>The client's address: of the connection, or as trusted proxies tell it (<see cref="EdgeOptions.TrustedProxies"/>).</summary>
    public static IPAddress? Of(HttpContext context) => Unmapped(context.Connection.RemoteIpAddress);

    /// <summary>The address of a connection itself.</summary>
    public static IPAddress? Of(EndPoint? connected) => Unmapped((connected as IPEndPoint)?.Address);

    /// <summary>Of IPv6, the /64: the owner of one address there has 2^64 of them. Of IPv4, the address.</summary>
    public static IPAddress NetworkOf(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : address;
}
