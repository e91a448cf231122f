namespace TicketBooking.Sidecar.Workflow;

/// <summary>The past events of an instance, and the activities and timers that it waits for.</summary>
internal sealed class History(IReadOnlyList<HistoryEvent> past, IReadOnlyList<(long Row, HistoryEvent Event)> inbox)
{
    private readonly IReadOnlyList<HistoryEvent> _all = [.. past, .. inbox.Select(i => i.Event)];

    public IReadOnlyList<HistoryEvent> Past { get; } = past;

    public IReadOnlyList<(long Row, HistoryEvent Event)> Inbox { get; } = inbox;

    public ExecutionStartedEvent? Start => _all.Select(e => e.ExecutionStarted).FirstOrDefault(s => s is not null);

    /// <summary>Activities without a result.</summary>
    public IEnumerable<HistoryEvent> OpenActivities()
    {
        var done = _all.Select(e => e.TaskCompleted?.TaskScheduledId ?? e.TaskFailed?.TaskScheduledId).ToHashSet();
        return Past.Where(e => e.TaskScheduled is not null && !done.Contains(e.EventId));
    }

    /// <summary>Timers that have not fired, the next one first.</summary>
    public IEnumerable<HistoryEvent> OpenTimers()
    {
        var fired = Past.Select(e => e.TimerFired?.TimerId).ToHashSet();
        return Past.Where(e => e.TimerCreated is not null && !fired.Contains(e.EventId)).OrderBy(e => e.TimerCreated.FireAt);
    }
}
