using System.Threading.Channels;

namespace TicketBooking.Gateway.Live;

/// <summary>One open stream: the queue of its frames, and the way to end it.</summary>
/// <param name="capacity">Most frames that may wait.</param>
/// <param name="abort">Breaks the connection even while a write to it hangs.</param>
internal sealed class Listener(int capacity, Action abort)
{
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(capacity) { SingleReader = true });

    public IAsyncEnumerable<ReadOnlyMemory<byte>> FramesAsync(CancellationToken cancellationToken) => _frames.Reader.ReadAllAsync(cancellationToken);

    /// <returns>False when it reads too slowly: the queue is full, and this frame would be missing.</returns>
    public bool TryQueue(ReadOnlyMemory<byte> frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Ends the stream after the queued frames.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    public void Abort()
    {
        Complete();
        abort();
    }
}
