using System.Buffers;

namespace TicketBooking.Sidecar.Invocation;

/// <summary>Passes bytes on as they come: every chunk is flushed before the next is awaited, so that streams flow.</summary>
internal static class StreamCopy
{
    private const int ChunkSize = 16 * 1024;

    public static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                await to.FlushAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
