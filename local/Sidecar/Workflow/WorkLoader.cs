namespace TicketBooking.Sidecar.Workflow;

/// <summary>Finds what a worker needs for one piece of work.</summary>
internal sealed class WorkLoader(InstanceMemory memory, TimeProvider time)
{
    /// <summary>No work when there is nothing to do (any more, or yet); and when to look again, if that is known.</summary>
    public Task<(Work? Work, DateTimeOffset? LookAgain)> LoadAsync(WorkKey key, CancellationToken cancellationToken) =>
        memory.UseAsync(key.InstanceId, remembered => Task.FromResult(WorkOf(key, remembered)), cancellationToken);

    /// <summary>The task ids of an instance's activities without a result.</summary>
    public Task<List<int>> OpenActivitiesAsync(string instanceId, CancellationToken cancellationToken) => memory.UseAsync(
        instanceId, remembered => Task.FromResult(remembered.History.OpenActivities().Select(e => e.EventId).ToList()), cancellationToken);

    private (Work? Work, DateTimeOffset? LookAgain) WorkOf(WorkKey key, RememberedInstance remembered)
    {
        if (!remembered.IsActive)
        {
            return default;
        }

        var (instance, history) = (remembered.Instance!, remembered.History);
        return history.Start is not { } start ? default
            : key.TaskId is { } taskId ? (ActivityOf(key, instance, history.OpenActivities().FirstOrDefault(e => e.EventId == taskId), start), null)
            : TurnOf(key, instance, history, start);
    }

    private static Work? ActivityOf(WorkKey key, Instance instance, HistoryEvent? scheduled, ExecutionStartedEvent start)
    {
        if (scheduled is null)
        {
            return null;
        }

        var task = scheduled.TaskScheduled;
        var request = new ActivityRequest
        {
            Name = task.Name,
            Version = task.Version,
            Input = task.Input,
            TaskId = scheduled.EventId,
            TaskExecutionId = task.TaskExecutionId.Length > 0 ? task.TaskExecutionId : $"{instance.ExecutionId}:{scheduled.EventId}",
            ParentTraceContext = start.ParentTraceContext,
            WorkflowInstance = new WorkflowInstance { InstanceId = instance.Id, ExecutionId = instance.ExecutionId },
        };
        return new(key, null, request, new WorkItem { ActivityRequest = request, CompletionToken = NewToken() });
    }

    private (Work? Work, DateTimeOffset? LookAgain) TurnOf(WorkKey key, Instance instance, History history, ExecutionStartedEvent start)
    {
        var now = time.GetUtcNow();
        if (start.ScheduledStartTimestamp?.ToDateTimeOffset() is { } at && at > now)
        {
            return (null, at);
        }

        var due = history.OpenTimers().ToLookup(e => e.TimerCreated.FireAt.ToDateTimeOffset() <= now);
        var fired = due[true].Select(t => Events.At(now, e => e.TimerFired = new() { FireAt = t.TimerCreated.FireAt, TimerId = t.EventId }));
        List<HistoryEvent> news = [.. Events.InTurnOrder(history.Inbox.Select(i => i.Event).Concat(fired))];
        var work = news.Count == 0
            ? null
            : NewTurn(key, new(instance.Id, instance.ExecutionId, [.. history.Inbox.Select(i => i.Row)], [Events.At(now, e => e.WorkflowStarted = new()), .. news], start), history.Past);
        return (work, due[false].FirstOrDefault()?.TimerCreated.FireAt.ToDateTimeOffset());
    }

    private static Work NewTurn(WorkKey key, Turn turn, IReadOnlyList<HistoryEvent> past)
    {
        var request = new WorkflowRequest { InstanceId = turn.InstanceId, ExecutionId = turn.ExecutionId };
        request.PastEvents.Add(past);
        request.NewEvents.Add(turn.NewEvents);
        return new(key, turn, null, new WorkItem { WorkflowRequest = request, CompletionToken = NewToken() });
    }

    private static string NewToken() => Guid.CreateVersion7().ToString("N");
}
