using System.Net;
using System.Net.Sockets;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>
/// Ports on 127.0.0.1 and, where there is one, on [::1]: clients say "localhost" and mean either. The sockets are bound here,
/// so that a free port that was taken stays taken.
/// </summary>
internal sealed class LoopbackPorts : IDisposable
{
    private readonly List<Socket> _sockets = [];

    /// <summary>Takes a port and returns its number; 0 takes one that is free on both addresses.</summary>
    public int Bind(int port)
    {
        while (true)
        {
            try
            {
                var number = Open(IPAddress.Loopback, port);
                return Socket.OSSupportsIPv6 ? Open(IPAddress.IPv6Loopback, number) : number;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                // The system knows IPv6, this machine has no address of it.
                return ((IPEndPoint)_sockets[^1].LocalEndPoint!).Port;
            }
            catch (SocketException e) when (port != 0)
            {
                throw new IOException($"Port {port} cannot be used: {e.Message}", e);
            }
            catch (SocketException)
            {
                // Free on the one address, taken on the other: another one, then. The first stays bound and is not listened on.
            }
        }
    }

    public IEnumerable<IPEndPoint> EndPoints(int port) => _sockets.Select(s => (IPEndPoint)s.LocalEndPoint!).Where(e => e.Port == port);

    public Socket Take(EndPoint endPoint) => _sockets.Find(s => endPoint.Equals(s.LocalEndPoint))
        ?? throw new InvalidOperationException($"No socket was bound for {endPoint}.");

    public void Dispose() => _sockets.ForEach(s => s.Dispose());

    private int Open(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _sockets.Add(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
