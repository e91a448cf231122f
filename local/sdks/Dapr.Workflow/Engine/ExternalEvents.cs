using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Engine;

/// <summary>Events raised from outside: each goes to the waiter of its name that has waited longest, or is kept for the next.</summary>
internal sealed class ExternalEvents
{
    private readonly List<HistoryEvent> _unclaimed = [];
    private readonly Dictionary<string, Queue<TaskCompletionSource<HistoryEvent>>> _waiters = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<HistoryEvent> Unclaimed => _unclaimed;

    public void Raise(HistoryEvent raised)
    {
        if (_waiters.TryGetValue(raised.EventRaised.Name, out var queue))
        {
            // Those that gave up are still in the queue.
            while (queue.TryDequeue(out var waiter))
            {
                if (waiter.TrySetResult(raised))
                {
                    return;
                }
            }
        }

        _unclaimed.Add(raised);
    }

    public Task<HistoryEvent> WaitAsync(string name, CancellationToken cancellationToken)
    {
        if (_unclaimed.Find(raised => raised.EventRaised.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } early)
        {
            _unclaimed.Remove(early);
            return Task.FromResult(early);
        }

        var waiter = new TaskCompletionSource<HistoryEvent>();
        cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        if (!_waiters.TryGetValue(name, out var queue))
        {
            _waiters[name] = queue = new Queue<TaskCompletionSource<HistoryEvent>>();
        }

        queue.Enqueue(waiter);
        return waiter.Task;
    }
}
