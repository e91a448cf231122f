using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>
/// What is known of one event's seats. Batches are heard in any order, any number of times or not at all; only an unbroken run of them is ever
/// shown. Decides only: no clock, no lock, nobody is asked.
/// </summary>
internal sealed class LiveState(Guid eventId, int past)
{
    private const long Unknown = -1;

    private const int MostEarly = 10_000;

    private readonly TakenSeats _taken = new();
    private readonly Past _past = new(past);
    private readonly SortedDictionary<long, SeatFeedBatch> _early = [];
    private readonly Queue<SeatFeedBatch> _ready = [];

    /// <summary>What is shown: everybody may have seen this batch, and nobody a later one.</summary>
    public long Shown { get; private set; } = Unknown;

    /// <summary>Heard up to here without a gap.</summary>
    public long Known { get; private set; } = Unknown;

    /// <summary>Whether a batch was heard, and not the one before it.</summary>
    public bool HasGap => _early.Count > 0;

    public SeatSnapshot Snapshot => _taken.Snapshot(eventId, Shown);

    public void Hear(SeatFeedBatch batch)
    {
        if (batch.Seq > Known && (_early.Count < MostEarly || batch.Seq == Known + 1))
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
    /// <returns>Whether what is shown has jumped, so that everybody needs a snapshot.</returns>
    public bool Heal(SeatFeed feed, long asked)
    {
        if (feed.Reset is null || (feed.Seq >= asked && feed.Seq <= Known))
        {
            Array.ForEach(feed.Batches, Hear);
            return false;
        }

        _taken.Reset(feed.Reset);
        _past.Reset(feed.Batches);
        _ready.Clear();
        (Shown, Known) = (feed.Seq, feed.Seq);
        ForgetEarly(all: feed.Seq < asked);
        return true;
    }

    /// <summary>Shows what is known.</summary>
    /// <returns>What changed since it was last called, the last status of each seat; null when nothing did.</returns>
    public SeatFeedBatch? Show()
    {
        if (_ready.Count == 0)
        {
            return null;
        }

        var shown = Past.Merge(_ready);
        foreach (var batch in _ready)
        {
            _past.Add(batch);
        }

        _taken.Apply(shown.Changes);
        _ready.Clear();
        Shown = Known;
        return shown;
    }

    /// <summary>What somebody missed who has seen this batch last.</summary>
    /// <returns>Null when it is not remembered; without changes when nothing was missed.</returns>
    public SeatFeedBatch? Since(long seen) => seen == Shown ? new SeatFeedBatch(Shown, []) : _past.Since(seen);

    /// <summary>After a step back in time (a restored database) nothing that was heard before means anything.</summary>
    private void ForgetEarly(bool all)
    {
        foreach (var seq in _early.Keys.Where(seq => all || seq <= Known).ToList())
        {
            _early.Remove(seq);
        }

        if (_early.Remove(Known + 1, out var next))
        {
            Hear(next);
        }
    }
}
