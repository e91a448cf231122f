using System.Net;
using System.Net.Sockets;

namespace TicketBooking.Benchmarks;

/// <summary>Connects from one of the addresses of this machine (127.0.0.0/8): limits count by address, and users have one each.</summary>
internal static class LocalAddress
{
    public static HttpClient ClientFrom(IPAddress from, Uri gateway) =>
        new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(from, gateway.Port, cancellationToken), ownsSocket: true),
        })
        {
            BaseAddress = gateway,
        };

    public static async Task<Socket> ConnectAsync(IPAddress from, int port, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
