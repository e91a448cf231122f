using System.Net;
using System.Net.Sockets;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>
/// Ports on 127.0.0.1 and, where there is one, on [::1]: clients say "localhost" and mean either. The sockets are bound here,
/// so that a free port that was taken stays taken.
/// </summary>
internal sealed class LoopbackPorts : IDisposable
{
    private const int Attempts = 20;
    private readonly List<Socket> _sockets = [];

    /// <summary>Takes a port and returns its number; 0 takes one that is free.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public int Bind(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return BindBoth(port);
            }
            catch (SocketException e) when (port == 0 && attempt < Attempts && e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Free on the one address, taken on the other: another one, then.
            }
            catch (SocketException e)
            {
                throw new IOException($"Port {port} cannot be used: {e.Message}", e);
            }
        }
    }

    public IEnumerable<IPEndPoint> EndPoints(int port) => _sockets.Select(s => (IPEndPoint)s.LocalEndPoint!).Where(e => e.Port == port);

    public Socket Take(EndPoint endPoint) => _sockets.Find(s => endPoint.Equals(s.LocalEndPoint))
        ?? throw new InvalidOperationException($"No socket was bound for {endPoint}.");

    public void Dispose() => _sockets.ForEach(s => s.Dispose());

    private int BindBoth(int port)
    {
        var first = Open(IPAddress.Loopback, port);
        var number = ((IPEndPoint)first.LocalEndPoint!).Port;
        try
        {
            if (Socket.OSSupportsIPv6)
            {
                _sockets.Add(Open(IPAddress.IPv6Loopback, number));
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // The system knows IPv6, this machine has no address of it.
        }
        catch
        {
            first.Dispose();
            throw;
        }

        _sockets.Add(first);
        return number;
    }

    private static Socket Open(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
