using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>Ports for processes that come back to them: below the range that the kernel gives to outgoing connections.</summary>
internal static class Ports
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
