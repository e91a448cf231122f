namespace TicketBooking.Sidecar.Workflow;

/// <summary>The past events of an instance, what has arrived since, and the activities and timers that it waits for.</summary>
internal sealed class History(List<HistoryEvent> past, List<(long Row, HistoryEvent Event)> inbox)
{
    public IReadOnlyList<HistoryEvent> Past => past;

    public IReadOnlyList<(long Row, HistoryEvent Event)> Inbox => inbox;

    public ExecutionStartedEvent? Start => All.Select(e => e.ExecutionStarted).FirstOrDefault(s => s is not null);

    private IEnumerable<HistoryEvent> All => past.Concat(inbox.Select(i => i.Event));

    /// <summary>An event is stored in the inbox.</summary>
    public void Arrived(long row, HistoryEvent happened) => inbox.Add((row, happened));

    /// <summary>A turn is stored: its events are past, and it has read these rows.</summary>
    public void Turned(IEnumerable<HistoryEvent> events, IReadOnlyList<long> read)
    {
        past.AddRange(events);
        inbox.RemoveAll(i => read.Contains(i.Row));
    }

    /// <summary>Activities without a result.</summary>
    public IEnumerable<HistoryEvent> OpenActivities()
    {
        var done = All.Select(e => e.TaskCompleted?.TaskScheduledId ?? e.TaskFailed?.TaskScheduledId).ToHashSet();
        return past.Where(e => e.TaskScheduled is not null && !done.Contains(e.EventId));
    }

    /// <summary>Timers that have not fired, the next one first.</summary>
    public IEnumerable<HistoryEvent> OpenTimers()
    {
        var fired = past.Select(e => e.TimerFired?.TimerId).ToHashSet();
        return past.Where(e => e.TimerCreated is not null && !fired.Contains(e.EventId)).OrderBy(e => e.TimerCreated.FireAt);
    }
}
