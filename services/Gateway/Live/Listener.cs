using System.Threading.Channels;

namespace TicketBooking.Gateway.Live;

/// <summary>One open stream: the frames that wait for it, and the way to end it.</summary>
/// <param name="mostWaiting">Frames that may wait.</param>
/// <param name="cutOff">Breaks the connection even while a write to it hangs.</param>
internal sealed class Listener(int mostWaiting, Action cutOff)
{
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(mostWaiting) { SingleReader = true });

    public IAsyncEnumerable<ReadOnlyMemory<byte>> FramesAsync(CancellationToken cancellationToken) => _frames.Reader.ReadAllAsync(cancellationToken);

    /// <returns>False when it reads too slowly: too many wait already, and this one would be a gap.</returns>
    public bool Offer(ReadOnlyMemory<byte> frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Ends the stream after what waits.</summary>
    public void End() => _frames.Writer.TryComplete();

    public void CutOff()
    {
        End();
        cutOff();
    }
}
