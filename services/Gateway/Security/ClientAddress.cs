using System.Net;

namespace TicketBooking.Gateway.Security;

internal static class ClientAddress
{
    /// <summary>The client's address: of the connection, or as trusted proxies tell it (<see cref="EdgeOptions.TrustedProxies"/>).</summary>
    public static IPAddress? Of(HttpContext context) => Unmapped(context.Connection.RemoteIpAddress);

    /// <summary>The address of a connection itself.</summary>
    public static IPAddress? Of(EndPoint? connected) => Unmapped((connected as IPEndPoint)?.Address);

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : address;
}
