using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Sends the seat changes of one event to its listeners: the same frames in the same order to all.</summary>
internal sealed class EventStream : IDisposable
{
    /// <summary>Large snapshots in memory; a listener that still reads an older one is too slow.</summary>
    private const int MaxLargeSnapshots = 4;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _received = new(0, 1);
    private readonly LiveMetrics _metrics;
    private readonly ListenerSet _listeners;
    private readonly LiveState _state;
    private readonly FirstFrames _first;
    private bool _ended;

    public EventStream(Guid eventId, LiveOptions options, LiveMetrics metrics)
    {
        _listeners = new ListenerSet(metrics);
        _state = new LiveState(eventId, options.ReplayBatches);
        _first = new FirstFrames(_state);
        _metrics = metrics;
    }

    public long Known => Guarded(() => _state.Known);

    public bool HasGap => Guarded(() => _state.HasGap);

    public SeatSnapshot Snapshot => Guarded(() => _state.Snapshot);

    public int ListenerCount => Guarded(() => _listeners.Count);

    /// <summary>Takes batches of the feed.</summary>
    public void Receive(SeatFeedBatch[] batches)
    {
        lock (_gate)
        {
            Array.ForEach(batches, _state.Receive);
            if (!_ended && _received.CurrentCount == 0)
            {
                _received.Release();
            }
        }
    }

    /// <returns>Whether batches were received within this time.</returns>
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
                _metrics.GapHealed();
            }

            if (isReset)
            {
                _listeners.Replace(_first.Reset());
                _listeners.DisconnectReadersOf(_first.LargeSnapshots - MaxLargeSnapshots);
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

            var before = _first.LargeSnapshots;
            listener.QueueFirst(_first.For(seen));
            _listeners.Add(listener);
            if (_first.LargeSnapshots > before)
            {
                _listeners.DisconnectReadersOf(_first.LargeSnapshots - MaxLargeSnapshots);
            }

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
            _ended = _ended || _listeners.Count == 0;
            return _ended;
        }
    }

    public void Dispose() => _received.Dispose();

    private void FlushWithinLock()
    {
        if (_state.Flush() is { } changes)
        {
            var frame = Frames.Changes(changes);
            _first.Add(frame);
            _listeners.Send(frame);
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
