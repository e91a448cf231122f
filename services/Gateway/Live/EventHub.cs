using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>One event: what is known of its seats, and who listens. Everybody hears the same frames in the same order.</summary>
internal sealed class EventHub(Guid eventId, LiveOptions options, LiveMetrics metrics) : IDisposable
{
    private const long AnySnapshot = -1;

    private const int MostWelcomes = 64;

    private readonly Lock _gate = new();
    private readonly LiveState _state = new(eventId, options.Past);
    private readonly Audience _audience = new(metrics);
    private readonly SemaphoreSlim _heard = new(0, 1);
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _welcomes = [];
    private bool _over;

    public long Known => Guarded(() => _state.Known);

    public bool HasGap => Guarded(() => _state.HasGap);

    public SeatSnapshot Snapshot => Guarded(() => _state.Snapshot);

    public bool IsWatched => Guarded(() => !_audience.IsEmpty);

    /// <summary>A message of the feed.</summary>
    public void Hear(SeatFeedBatch batch)
    {
        lock (_gate)
        {
            _state.Hear(batch);
            if (!_over && _heard.CurrentCount == 0)
            {
                _heard.Release();
            }
        }
    }

    /// <returns>Whether something was heard within this time.</returns>
    public Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _heard.WaitAsync(longest, cancellationToken);

    /// <summary>Takes an answer of the seats service and shows what came of it.</summary>
    public void Heal(SeatFeed feed, long asked)
    {
        lock (_gate)
        {
            var before = _state.Known;
            var jumped = _state.Heal(feed, asked);
            if (_state.Known != before && asked >= 0)
            {
                metrics.GapHealed();
            }

            if (jumped)
            {
                _welcomes.Clear();
                _audience.Tell(Frames.Snapshot(_state.Snapshot));
            }

            ShowWithinLock();
        }
    }

    /// <summary>Shows what was heard. Does nothing when there is nothing new.</summary>
    public void Show()
    {
        lock (_gate)
        {
            ShowWithinLock();
        }
    }

    public void Beat()
    {
        lock (_gate)
        {
            _audience.Tell(Frames.Heartbeat);
        }
    }

    /// <summary>From here on the listener misses nothing: the first frame brings it to what is shown.</summary>
    /// <returns>False when this hub is over and another one is to be asked.</returns>
    public bool TryJoin(Listener listener, long? seen)
    {
        lock (_gate)
        {
            if (_over)
            {
                return false;
            }

            listener.Offer(Welcome(seen));
            _audience.Add(listener);
            return true;
        }
    }

    public void Leave(Listener listener)
    {
        lock (_gate)
        {
            _audience.Remove(listener);
        }
    }

    /// <summary>Ends all streams.</summary>
    public void End()
    {
        lock (_gate)
        {
            _over = true;
            _audience.End();
        }
    }

    /// <returns>False when somebody listens; else nobody can any more.</returns>
    public bool TryEndUnwatched()
    {
        lock (_gate)
        {
            _over = _over || _audience.IsEmpty;
            return _over;
        }
    }

    public void Dispose() => _heard.Dispose();

    private void ShowWithinLock()
    {
        if (_state.Show() is { } shown)
        {
            _welcomes.Clear();
            _audience.Tell(Frames.Changes(shown));
        }
    }

    /// <summary>Made once for all who have seen the same, until there is something new.</summary>
    private ReadOnlyMemory<byte> Welcome(long? seen)
    {
        if (_welcomes.TryGetValue(seen ?? AnySnapshot, out var known))
        {
            return known;
        }

        var missed = seen is null ? null : _state.Since(seen.Value);
        if (missed is { Changes.Length: 0 })
        {
            return Frames.Heartbeat;
        }

        var key = missed is null ? AnySnapshot : seen!.Value;
        if (!_welcomes.TryGetValue(key, out var frame))
        {
            frame = missed is null ? Frames.Snapshot(_state.Snapshot) : Frames.Changes(missed);
            if (_welcomes.Count < MostWelcomes)
            {
                _welcomes[key] = frame;
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
