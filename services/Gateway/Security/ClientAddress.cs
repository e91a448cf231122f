using System.Net;

namespace TicketBooking.Gateway.Security;

internal static class ClientAddress
{
    /// <summary>The client's address: of the connection, or as trusted proxies tell it (<see cref="EdgeOptions.TrustedProxies"/>).</summary>
    public static IPAddress? Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;
}
