using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TicketBooking.Gateway.Tests;

/// <summary>Sends what no well-behaved client would.</summary>
internal sealed class RawHttp(int port)
{
    /// <returns>The whole answer.</returns>
    public async Task<string> SendAsync(string target, params string[] headers)
    {
        using var connection = await OpenAsync($"GET {target} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n{Lines(headers)}\r\n");
        using var reader = new StreamReader(connection.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Sends and leaves the connection open.</summary>
    public Task<TcpClient> OpenAsync(string request) => OpenAsync(Encoding.UTF8.GetBytes(request));

    public async Task<TcpClient> OpenAsync(byte[] request)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, port);
        await connection.GetStream().WriteAsync(request);
        return connection;
    }

    private static string Lines(string[] headers) => string.Concat(headers.Select(header => header + "\r\n"));
}
