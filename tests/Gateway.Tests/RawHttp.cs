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
    public Task<TcpClient> OpenAsync(string request, IPAddress? from = null) => OpenAsync(Encoding.UTF8.GetBytes(request), from);

    public async Task<TcpClient> OpenAsync(byte[] request, IPAddress? from = null)
    {
        var connection = new TcpClient(new IPEndPoint(from ?? IPAddress.Loopback, 0));
        await connection.ConnectAsync(IPAddress.Loopback, port);
        try
        {
            await connection.GetStream().WriteAsync(request);
        }
        catch (IOException closed) when (closed.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown })
        {
            // A connection that the server does not want may be gone before anything is sent. Reading says so too.
        }

        return connection;
    }

    /// <summary>Whether the server closes a new connection without an answer, which may be before it is complete or before anything is sent.</summary>
    public async Task<bool> IsRefusedAsync(string request, IPAddress? from = null)
    {
        try
        {
            using var connection = await OpenAsync(request, from);
            return (await ReadUntilAsync(connection, "HTTP/1.1")).Length == 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // The last but one: a client that was reset before it is asked for its stream has none.
            return true;
        }
    }

    /// <summary>Reads until a text has come, or the end: after its answer to half a request the server may reset the connection.</summary>
    public static async Task<string> ReadUntilAsync(TcpClient connection, string text)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().Contains(text, StringComparison.Ordinal)
            && await connection.GetStream().ReadAsync(buffer) is > 0 and var read)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }

    private static string Lines(string[] headers) => string.Concat(headers.Select(header => header + "\r\n"));
}
