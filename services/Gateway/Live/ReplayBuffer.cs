using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>Keeps the latest batches of an event, without gaps, for listeners that come back.</summary>
internal sealed class ReplayBuffer(int capacity)
{
    private readonly LinkedList<SeatFeedBatch> _batches = [];

    public void Reset(IEnumerable<SeatFeedBatch> batches)
    {
        _batches.Clear();
        foreach (var batch in batches)
        {
            Add(batch);
        }
    }

    public void Add(SeatFeedBatch batch)
    {
        _batches.AddLast(batch);
        if (_batches.Count > capacity)
        {
            _batches.RemoveFirst();
        }
    }

    /// <summary>Changes after <paramref name="seen"/>, as one batch.</summary>
    /// <returns>Null when some of them are no longer kept, or <paramref name="seen"/> was never there.</returns>
    public SeatFeedBatch? Since(long seen)
    {
        if (_batches.First is not { } first || seen < first.Value.Seq - 1 || seen >= _batches.Last!.Value.Seq)
        {
            return null;
        }

        var missed = new Stack<SeatFeedBatch>();
        for (var batch = _batches.Last; batch is not null && batch.Value.Seq > seen; batch = batch.Previous)
        {
            missed.Push(batch.Value);
        }

        return Merge(missed);
    }

    /// <summary>Merges batches into one: the last status of each seat.</summary>
    public static SeatFeedBatch Merge(IReadOnlyCollection<SeatFeedBatch> inOrder)
    {
        if (inOrder.Count == 1)
        {
            return inOrder.First();
        }

        var last = new Dictionary<string, SeatFeedChange>(StringComparer.Ordinal);
        foreach (var change in inOrder.SelectMany(batch => batch.Changes))
        {
            last[change.SeatNumber] = change;
        }

        return new SeatFeedBatch(inOrder.Last().Seq, [.. last.Values]);
    }
}
