using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace TicketBooking.Gateway.Live;

/// <summary>One open stream: the queue of its frames, and the way to end it.</summary>
/// <param name="capacity">Most frames that may wait, besides the first ones.</param>
/// <param name="abort">Breaks the connection even while a write to it hangs.</param>
internal sealed class Listener(int capacity, Action abort)
{
    private readonly ConcurrentQueue<Frame> _first = [];
    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(capacity);
    private volatile int _queuedSnapshot;
    private volatile int _sendingSnapshot;

    /// <summary>Each frame once; the one before is sent when the next is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FramesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_first.TryDequeue(out var frame))
        {
            yield return Begin(frame);
        }

        await foreach (var frame in _frames.Reader.ReadAllAsync(cancellationToken))
        {
            yield return Begin(frame);
        }
    }

    /// <summary>Queues the frames that bring it to what was sent. They are no sign of slow reading.</summary>
    public void QueueFirst(IReadOnlyList<Frame> frames)
    {
        foreach (var frame in frames)
        {
            _first.Enqueue(frame);
            _queuedSnapshot = Math.Max(_queuedSnapshot, frame.Snapshot);
        }
    }

    /// <returns>False when it reads too slowly: the queue is full, and this frame would be missing.</returns>
    public bool TryQueue(Frame frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Queues a snapshot in place of all that waits: it says all of it.</summary>
    public void Replace(Frame snapshot)
    {
        _first.Clear();
        while (_frames.Reader.TryRead(out _))
        {
        }

        _queuedSnapshot = snapshot.Snapshot;
        TryQueue(snapshot);
    }

    /// <summary>Whether it keeps a large snapshot in memory, this one or an older one.</summary>
    public bool HoldsSnapshotUpTo(int number) =>
        (_queuedSnapshot is > 0 and var queued && queued <= number) || (_sendingSnapshot is > 0 and var sending && sending <= number);

    /// <summary>Ends the stream after the queued frames.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    public void Abort()
    {
        Complete();
        abort();
    }

    private ReadOnlyMemory<byte> Begin(Frame frame)
    {
        _sendingSnapshot = frame.Snapshot;
        if (_sendingSnapshot == _queuedSnapshot)
        {
            _queuedSnapshot = 0;
        }

        return frame.Bytes;
    }
}
