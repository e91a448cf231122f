using TicketBooking.Contracts;

namespace TicketBooking.Gateway.Live;

/// <summary>The latest batches of an event, without gaps.</summary>
internal sealed class Past(int most)
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
        if (_batches.Count > most)
        {
            _batches.RemoveFirst();
        }
    }

    /// <returns>Everything after a batch as one, or null when some of it is forgotten or was never there.</returns>
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

    /// <summary>As if all of it had happened at once: the last status of each seat.</summary>
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
