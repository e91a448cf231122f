using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace TicketBooking.Fuzzing;

/// <summary>A connection that sends any bytes and reads the answer to them.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly PipeReader _reader;

    private RawConnection(TcpClient client)
    {
        _client = client;
        _reader = PipeReader.Create(client.GetStream(), new StreamPipeReaderOptions(leaveOpen: true));
    }

    public static async Task<RawConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        return new(client);
    }

    /// <exception cref="OperationCanceledException">The answer is late.</exception>
    public async Task<RawAnswer> AskAsync(FuzzRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(request, cancellationToken);
        }
        catch (IOException)
        {
            // The server has answered and closed before it read all.
        }

        try
        {
            return await ReadAsync(request.IsHead, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException)
        {
            return RawAnswer.None;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(FuzzRequest request, CancellationToken cancellationToken)
    {
        await _client.GetStream().WriteAsync(request.Bytes, cancellationToken);
        if (request.EndsEarly)
        {
            _client.Client.Shutdown(SocketShutdown.Send);
        }
    }

    private async Task<RawAnswer> ReadAsync(bool isHead, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = int.Parse((await LineAsync(cancellationToken)).Split(' ')[1], CultureInfo.InvariantCulture);
            var headers = await HeadersAsync(cancellationToken);
            if (status is >= 200 or 101)
            {
                var answer = new RawAnswer(status, headers, []);
                return isHead || status is 101 or 204 or 304 || answer.IsStream ? answer : answer with { Body = await BodyAsync(answer, cancellationToken) };
            }
        }
    }

    private async Task<Dictionary<string, string>> HeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before},{value}" : value;
        }

        return headers;
    }

    private async Task<byte[]> BodyAsync(RawAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Header("Content-Length") is { Length: > 0 } length)
        {
            return await ExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }

        using var body = new MemoryStream();
        if (answer.Header("Transfer-Encoding").Length == 0)
        {
            await _reader.CopyToAsync(body, cancellationToken);
            return body.ToArray();
        }

        while (true)
        {
            var size = int.Parse(await LineAsync(cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await ExactlyAsync(size, cancellationToken));
            await LineAsync(cancellationToken);
            if (size == 0)
            {
                return body.ToArray();
            }
        }
    }

    private async Task<byte[]> ExactlyAsync(int count, CancellationToken cancellationToken)
    {
        var read = await _reader.ReadAtLeastAsync(count, cancellationToken);
        if (read.Buffer.Length < count)
        {
            throw new EndOfStreamException();
        }

        var bytes = read.Buffer.Slice(0, count).ToArray();
        _reader.AdvanceTo(read.Buffer.GetPosition(count));
        return bytes;
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                throw new EndOfStreamException();
            }
        }
    }
}
