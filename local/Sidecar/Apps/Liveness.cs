using System.Net.Sockets;

namespace TicketBooking.Sidecar.Apps;

/// <summary>Whether somebody listens right now: tells a handler that broke the connection from a process that is gone.</summary>
internal static class Liveness
{
    public static async Task<bool> ListensAsync(Uri address, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
