using System.Net;
using System.Net.Sockets;

namespace TicketBooking.EmbeddedPostgres;

/// <summary>Finds a TCP port on 127.0.0.1 that was free a moment ago; it may be taken by the time it is used.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
