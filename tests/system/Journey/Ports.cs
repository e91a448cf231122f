using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TicketBooking.Journey;

/// <summary>
/// Finds an offset at which the system's ports are free. From 11000 on, none of them is in the range that the kernel
/// gives to outgoing connections, so that nothing takes one by accident.
/// </summary>
internal static class Ports
{
    private static readonly int[] Unshifted = [3500, 3501, 3502, 3504, 3509, 8080, 8081, 8082, 8084, 12111, 15432, 50010, 50011, 50012, 50014, 50019];

    public static int FindOffset()
    {
        while (true)
        {
            var offset = 11_000 + (20 * RandomNumberGenerator.GetInt32(200));
            if (Unshifted.All(port => IsFree(port + offset)))
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
