namespace TicketBooking.Sidecar.Workflow;

/// <summary>All timers of an app behind one timer, set to the one that is due next.</summary>
internal sealed class TimerClock : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private readonly System.Threading.Lock _guard = new();
    private readonly PriorityQueue<Guid, DateTimeOffset> _pending = new();
    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<Guid>> _due;
    private readonly ITimer _alarm;

    public TimerClock(TimeProvider time, Action<IReadOnlyList<Guid>> due)
    {
        (_time, _due) = (time, due);
        _alarm = time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(Guid id, DateTimeOffset fireAt)
    {
        lock (_guard)
        {
            _pending.Enqueue(id, fireAt);
            SetAlarm();
        }
    }

    public void Dispose() => _alarm.Dispose();

    private void Ring()
    {
        var due = TakeDue();
        if (due.Count > 0)
        {
            _due(due);
        }
    }

    private List<Guid> TakeDue()
    {
        lock (_guard)
        {
            var now = _time.GetUtcNow();
            var due = new List<Guid>();
            while (_pending.TryPeek(out var id, out var fireAt) && fireAt <= now)
            {
                due.Add(_pending.Dequeue());
            }

            SetAlarm();
            return due;
        }
    }

    private void SetAlarm()
    {
        if (!_pending.TryPeek(out _, out var fireAt))
        {
            return;
        }

        var wait = fireAt - _time.GetUtcNow();
        var milliseconds = Math.Ceiling(Math.Clamp(wait.TotalMilliseconds, 0, LongestWait.TotalMilliseconds));
        _alarm.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}
