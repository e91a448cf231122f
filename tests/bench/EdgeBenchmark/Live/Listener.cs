using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TicketBooking.EdgeBenchmark.Live;

/// <summary>One open stream on a socket of its own: an HttpClient each would measure the client.</summary>
internal sealed class Listener : IDisposable
{
    private const int BufferBytes = 8 << 10;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    /// <param name="gateway">Where.</param>
    /// <param name="path">The stream.</param>
    /// <param name="from">Local address: limits count by address.</param>
    public async Task OpenAsync(Uri gateway, string path, IPAddress from)
    {
        _socket.Bind(new IPEndPoint(from, 0));
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, gateway.Port));
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {gateway.Authority}\r\nAccept: text/event-stream\r\n\r\n"));
        _filled = await _socket.ReceiveAsync(_buffer);
        var status = Encoding.ASCII.GetString(_buffer, 0, Math.Min(_filled, "HTTP/1.1 200".Length));
        if (status != "HTTP/1.1 200")
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, _filled));
        }
    }

    /// <summary>Calls back with each line of data until the stream ends.</summary>
    public async Task ListenAsync(Action<string> onData, CancellationToken cancellationToken)
    {
        do
        {
            Report(onData);
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException("A stream ended.");
            }

            _filled += read;
        }
        while (true);
    }

    public void Dispose() => _socket.Dispose();

    private void Report(Action<string> onData)
    {
        var start = 0;
        while (_buffer.AsSpan(start, _filled - start).IndexOf((byte)'\n') is >= 0 and var length)
        {
            var line = _buffer.AsSpan(start, length);
            if (line.StartsWith("data: "u8))
            {
                onData(Encoding.ASCII.GetString(line));
            }

            start += length + 1;
        }

        // A line that is longer than the buffer is the snapshot; nothing in it is measured.
        var left = _filled - start == _buffer.Length ? 0 : _filled - start;
        Buffer.BlockCopy(_buffer, start, _buffer, 0, left);
        _filled = left;
    }
}
