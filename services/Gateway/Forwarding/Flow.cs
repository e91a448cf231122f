using System.Buffers;

namespace TicketBooking.Gateway.Forwarding;

internal static class Flow
{
    private const int BufferBytes = 16 << 10;

    /// <summary>Copies to the end and flushes every piece, so that a message of a stream is not kept until the next one comes.</summary>
    public static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
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
