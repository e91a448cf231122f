using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TicketBooking.Testing;

/// <summary>A client that asks, reads the status of the answer so that it has begun, and then reads no more.</summary>
public sealed class UnreadAnswer : IDisposable
{
    private const string Ok = "HTTP/1.1 200";

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(1);

    private readonly TcpClient _client;

    private UnreadAnswer(TcpClient client) => _client = client;

    /// <exception cref="InvalidOperationException">The answer is not 200.</exception>
    public static async Task<UnreadAnswer> AskAsync(int port, string target, params string[] headers)
    {
        // A small buffer: what does not fit stays with the server.
        var client = new TcpClient { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(IPAddress.Loopback, port);
        var lines = string.Concat(headers.Select(header => header + "\r\n"));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: x\r\n{lines}\r\n"));
        var status = new byte[Ok.Length];
        await client.GetStream().ReadExactlyAsync(status).AsTask().WaitAsync(GiveUpAfter);
        return Encoding.ASCII.GetString(status) == Ok ? new UnreadAnswer(client) : throw new InvalidOperationException(Encoding.ASCII.GetString(status));
    }

    /// <summary>Reads what the network still holds, up to the end or the break.</summary>
    /// <returns>How many bytes that was.</returns>
    /// <exception cref="OperationCanceledException">It did not end within a minute.</exception>
    public async Task<long> ReadToEndAsync()
    {
        using var deadline = new CancellationTokenSource(GiveUpAfter);
        var buffer = new byte[1 << 16];
        var bytes = 0L;
        try
        {
            while (await _client.GetStream().ReadAsync(buffer, deadline.Token) is > 0 and var read)
            {
                bytes += read;
            }
        }
        catch (IOException)
        {
            // It was broken.
        }

        return bytes;
    }

    public void Dispose() => _client.Dispose();
}
