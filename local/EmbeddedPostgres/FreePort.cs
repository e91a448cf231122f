using System.Net;
using System.Net.Sockets;

namespace TicketBooking.EmbeddedPostgres;

/// <summary>A TCP port on 127.0.0.1 that was free a moment ago; whoever uses it must be ready for it to be taken.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
