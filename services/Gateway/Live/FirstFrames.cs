namespace TicketBooking.Gateway.Live;

/// <summary>
/// Brings new listeners of one event to what was sent. Shares what is large: one snapshot, followed by the frames that all listeners got since.
/// A new snapshot is made when there are too many of those. Not for several threads.
/// </summary>
/// <param name="state">What was sent.</param>
/// <param name="smallBytes">Frames up to this size may be one listener's own; larger ones are shared.</param>
internal sealed class FirstFrames(LiveState state, int smallBytes = FirstFrames.SmallBytes)
{
    private const int SmallBytes = 64 << 10;

    /// <summary>About what one takes in a frame.</summary>
    private const int BytesPerChange = 64;

    private const int MaxSince = 256;

    private const int MaxMissed = 64;

    private readonly Dictionary<long, Frame> _missed = [];
    private readonly List<Frame> _since = [];
    private Frame? _snapshot;
    private long _bytesSince;

    /// <summary>How many large snapshots were made; the last one has this number.</summary>
    public int LargeSnapshots { get; private set; }

    /// <param name="seen">The last batch that the listener has seen, or null.</param>
    public IReadOnlyList<Frame> For(long? seen)
    {
        if (seen is { } last && Missed(last) is { } missed)
        {
            return missed;
        }

        // A page that has seen a later state is not taken back to this snapshot.
        return _snapshot is null || (_snapshot.Seq < seen && seen <= state.Sent) ? [Snapshot()] : [_snapshot, .. _since];
    }

    /// <summary>Takes a frame that was sent to all listeners.</summary>
    public void Add(Frame changes)
    {
        _missed.Clear();
        if (_snapshot is null or { Snapshot: 0 } || _since.Count == MaxSince || _bytesSince > _snapshot.Bytes.Length / 2)
        {
            Clear();
            return;
        }

        _since.Add(changes);
        _bytesSince += changes.Bytes.Length;
    }

    /// <summary>Makes a snapshot of the state, which was replaced.</summary>
    public Frame Reset()
    {
        _missed.Clear();
        return Snapshot();
    }

    private Frame Snapshot()
    {
        Clear();
        var snapshot = Frames.Snapshot(state.Snapshot);
        return _snapshot = snapshot.Bytes.Length <= smallBytes ? snapshot : snapshot with { Snapshot = ++LargeSnapshots };
    }

    /// <returns>Null when a snapshot is needed.</returns>
    private List<Frame>? Missed(long seen)
    {
        if (seen == state.Sent)
        {
            return [Frames.Heartbeat];
        }

        if (_missed.TryGetValue(seen, out var known))
        {
            return [known];
        }

        if (state.Since(seen) is not { } missed)
        {
            return null;
        }

        if (missed.Changes.Length > smallBytes / BytesPerChange)
        {
            return SharedSince(seen);
        }

        var frame = Frames.Changes(missed);
        if (_missed.Count < MaxMissed)
        {
            _missed[seen] = frame;
        }

        return [frame];
    }

    /// <returns>Null when no frame ended with the batch that was seen, so that a part of one would be sent again.</returns>
    private List<Frame>? SharedSince(long seen) => _snapshot?.Seq == seen ? [.. _since]
        : _since.FindIndex(frame => frame.Seq == seen) is >= 0 and var index ? _since[(index + 1)..]
        : null;

    private void Clear()
    {
        _snapshot = null;
        _since.Clear();
        _bytesSince = 0;
    }
}
