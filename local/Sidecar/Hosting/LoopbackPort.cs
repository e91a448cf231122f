using System.Net;
using System.Net.Sockets;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>
/// One port on 127.0.0.1 and, where there is one, on [::1]: clients say "localhost" and mean either. The sockets are bound here,
/// so that a free port that was taken stays taken.
/// </summary>
internal sealed class LoopbackPort : IDisposable
{
    private const int Attempts = 20;
    private readonly List<Socket> _sockets = [];

    private LoopbackPort(int port)
    {
        Number = Add(IPAddress.Loopback, port);
        if (Socket.OSSupportsIPv6)
        {
            Add(IPAddress.IPv6Loopback, Number);
        }
    }

    public int Number { get; private set; }

    public IEnumerable<IPEndPoint> EndPoints => _sockets.Select(s => (IPEndPoint)s.LocalEndPoint!);

    public static LoopbackPort Bind(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new LoopbackPort(port);
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

    public Socket? Take(EndPoint endPoint) => _sockets.Find(s => endPoint.Equals(s.LocalEndPoint));

    public void Dispose() => _sockets.ForEach(s => s.Dispose());

    private int Add(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable && _sockets.Count > 0)
        {
            socket.Dispose();
            return port;
        }
        catch
        {
            socket.Dispose();
            Dispose();
            throw;
        }

        _sockets.Add(socket);
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
