using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Sends the seat changes of one event to its listeners: the same frames in the same order to all.</summary>
internal sealed class EventStream(Guid eventId, LiveOptions options, LiveMetrics metrics) : IDisposable
{
    private const long SnapshotKey = -1;

    private const int MaxFirstFrames = 64;

    private readonly Lock _gate = new();
    private readonly LiveState _state = new(eventId, options.ReplayBatches);
    private readonly ListenerSet _listeners = new(metrics);
    private readonly SemaphoreSlim _received = new(0, 1);
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _firstFrames = [];
    private bool _ended;

    public long Known => Guarded(() => _state.Known);

    public bool HasGap => Guarded(() => _state.HasGap);

    public SeatSnapshot Snapshot => Guarded(() => _state.Snapshot);

    public bool HasListeners => Guarded(() => !_listeners.IsEmpty);

    /// <summary>Takes a batch of the feed.</summary>
    public void Receive(SeatFeedBatch batch)
    {
        lock (_gate)
        {
            _state.Receive(batch);
            if (!_ended && _received.CurrentCount == 0)
            {
                _received.Release();
            }
        }
    }

    /// <returns>Whether a batch was received within this time.</returns>
    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _received.WaitAsync(longest, cancellationToken);

    /// <summary>Takes an answer of the seats service and sends what is new in it.</summary>
    public void CatchUp(SeatFeed feed, long asked)
    {
        lock (_gate)
        {
            var before = _state.Known;
            var isReset = _state.CatchUp(feed, asked);
            if (_state.Known != before && asked >= 0)
            {
                metrics.GapHealed();
            }

            if (isReset)
            {
                _firstFrames.Clear();
                _listeners.Send(Frames.Snapshot(_state.Snapshot));
            }

            FlushWithinLock();
        }
    }

    /// <summary>Sends the changes received since the last call, if there are any.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            FlushWithinLock();
        }
    }

    public void SendHeartbeat()
    {
        lock (_gate)
        {
            _listeners.Send(Frames.Heartbeat);
        }
    }

    /// <summary>Adds a listener that misses nothing from here on: the first frame brings it to what was sent.</summary>
    /// <returns>False when this stream has ended and another one is to be asked.</returns>
    public bool TryJoin(Listener listener, long? seen)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            listener.TryQueue(FirstFrame(seen));
            _listeners.Add(listener);
            return true;
        }
    }

    public void Leave(Listener listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }

    /// <summary>Ends the connections of all listeners.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _listeners.Complete();
        }
    }

    /// <returns>False while there are listeners; else the stream has ended and takes no new ones.</returns>
    public bool TryEndWithoutListeners()
    {
        lock (_gate)
        {
            _ended = _ended || _listeners.IsEmpty;
            return _ended;
        }
    }

    public void Dispose() => _received.Dispose();

    private void FlushWithinLock()
    {
        if (_state.Flush() is { } changes)
        {
            _firstFrames.Clear();
            _listeners.Send(Frames.Changes(changes));
        }
    }

    /// <summary>Makes one frame for all listeners with the same last id, until the next change.</summary>
    private ReadOnlyMemory<byte> FirstFrame(long? seen)
    {
        if (_firstFrames.TryGetValue(seen ?? SnapshotKey, out var known))
        {
            return known;
        }

        var missed = seen is null ? null : _state.Since(seen.Value);
        if (missed is { Changes.Length: 0 })
        {
            return Frames.Heartbeat;
        }

        var key = missed is null ? SnapshotKey : seen!.Value;
        if (!_firstFrames.TryGetValue(key, out var frame))
        {
            frame = missed is null ? Frames.Snapshot(_state.Snapshot) : Frames.Changes(missed);
            if (_firstFrames.Count < MaxFirstFrames)
            {
                _firstFrames[key] = frame;
            }
        }

        return frame;
    }

    private T Guarded<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
