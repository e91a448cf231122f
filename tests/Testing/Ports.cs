using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TicketBooking.Testing;

/// <summary>
/// Free ports outside the range that the kernel gives to outgoing connections, so that nothing takes one by accident, not even while the
/// process that comes back to it is away.
/// </summary>
public static class Ports
{
    private const int First = 20_000;
    private const int Count = 10_000;
    private static int _next = RandomNumberGenerator.GetInt32(Count);

    public static int Next()
    {
        int port;
        do
        {
            port = First + (Interlocked.Increment(ref _next) % Count);
        }
        while (!IsFree(port));
        return port;
    }

    /// <summary>An offset, 11000 or more, at which all of these ports are free.</summary>
    public static int NextOffset(IReadOnlyCollection<int> ports)
    {
        while (true)
        {
            var offset = 11_000 + (20 * RandomNumberGenerator.GetInt32(200));
            if (ports.All(port => IsFree(port + offset)))
            {
                return offset;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
