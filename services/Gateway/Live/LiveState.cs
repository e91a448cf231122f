using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>
/// Puts the batches of one event's seats in order. They arrive in any order, any number of times or not at all; only an unbroken run of them is
/// sent on. Decides only: no clock, no lock, no call.
/// </summary>
internal sealed class LiveState(Guid eventId, int replayBatches)
{
    private const long Unknown = -1;

    private const int MaxEarly = 10_000;

    private readonly TakenSeats _taken = new();
    private readonly ReplayBuffer _replay = new(replayBatches);
    private readonly SortedDictionary<long, SeatFeedBatch> _early = [];
    private readonly Queue<SeatFeedBatch> _ready = [];

    /// <summary>The last batch that was sent to the listeners.</summary>
    public long Sent { get; private set; } = Unknown;

    /// <summary>The last batch received without a gap before it.</summary>
    public long Known { get; private set; } = Unknown;

    /// <summary>Whether a batch was received, and not the one before it.</summary>
    public bool HasGap => _early.Count > 0;

    public SeatSnapshot Snapshot => _taken.Snapshot(eventId, Sent);

    public void Receive(SeatFeedBatch batch)
    {
        if (batch.Seq > Known && (_early.Count < MaxEarly || batch.Seq == Known + 1))
        {
            _early.TryAdd(batch.Seq, batch);
        }

        while (_early.Remove(Known + 1, out var next))
        {
            _ready.Enqueue(next);
            Known = next.Seq;
        }
    }

    /// <summary>Takes what the seats service answered to "what came after <paramref name="asked"/>?".</summary>
    /// <returns>Whether the state was replaced, so that every listener needs a snapshot.</returns>
    public bool CatchUp(SeatFeed feed, long asked)
    {
        if (feed.Reset is null || (feed.Seq >= asked && feed.Seq <= Known))
        {
            Array.ForEach(feed.Batches, Receive);
            return false;
        }

        _taken.Reset(feed.Reset);
        _replay.Reset(feed.Batches);
        _ready.Clear();
        (Sent, Known) = (feed.Seq, feed.Seq);
        DropEarly(all: feed.Seq < asked);
        return true;
    }

    /// <summary>Takes the changes to send next.</summary>
    /// <returns>What changed since the last call, the last status of each seat; null when nothing did.</returns>
    public SeatFeedBatch? Flush()
    {
        if (_ready.Count == 0)
        {
            return null;
        }

        var changes = ReplayBuffer.Merge(_ready);
        foreach (var batch in _ready)
        {
            _replay.Add(batch);
        }

        _taken.Apply(changes.Changes);
        _ready.Clear();
        Sent = Known;
        return changes;
    }

    /// <summary>Changes after <paramref name="seen"/>, as one batch.</summary>
    /// <returns>Null when they are no longer kept; without changes when there are none.</returns>
    public SeatFeedBatch? Since(long seen) => seen == Sent ? new SeatFeedBatch(Sent, []) : _replay.Since(seen);

    /// <summary>Drops early batches that are known now, or all of them after a step back in time (a restored database).</summary>
    private void DropEarly(bool all)
    {
        foreach (var seq in _early.Keys.Where(seq => all || seq <= Known).ToList())
        {
            _early.Remove(seq);
        }

        if (_early.Remove(Known + 1, out var next))
        {
            Receive(next);
        }
    }
}
