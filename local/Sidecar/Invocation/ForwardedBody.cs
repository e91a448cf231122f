using System.Buffers;
using System.Net;

namespace TicketBooking.Sidecar.Invocation;

/// <summary>The caller's request body, streamed. Once it has been started it cannot be sent to a second instance.</summary>
internal sealed class ForwardedBody(HttpRequest request) : HttpContent
{
    private const int ChunkSize = 16 * 1024;

    public bool IsStarted { get; private set; }

    /// <summary>Passes bytes on as they come: every chunk is flushed before the next is awaited, so that streams flow.</summary>
    public static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        using var buffer = MemoryPool<byte>.Shared.Rent(ChunkSize);
        while (await from.ReadAsync(buffer.Memory, cancellationToken) is > 0 and var read)
        {
            await to.WriteAsync(buffer.Memory[..read], cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsStarted = true;
        return CopyAsync(request.Body, stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = request.ContentLength ?? 0;
        return request.ContentLength is not null;
    }
}
