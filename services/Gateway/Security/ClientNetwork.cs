using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace TicketBooking.Gateway.Security;

/// <summary>Names the network of a client: its address, and of IPv6 the /64, because the owner of one address there has 2^64 of them.</summary>
internal static class ClientNetwork
{
    public static IPAddress? Of(HttpContext context) => Of(ClientAddress.Of(context));

    /// <summary>The network of an address; null for none.</summary>
    [return: NotNullIfNotNull(nameof(address))]
    public static IPAddress? Of(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6 })
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
