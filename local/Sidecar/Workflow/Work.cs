namespace TicketBooking.Sidecar.Workflow;

/// <summary>Work for some worker: a turn of an instance or, with a task id, one of its activities.</summary>
internal readonly record struct WorkKey(string InstanceId, int? TaskId)
{
    public bool IsTurn => TaskId is null;
}

/// <summary>A turn given to a worker: one execution, and the inbox rows that it was shown.</summary>
internal sealed record Turn(
    string InstanceId, string ExecutionId, IReadOnlyList<long> InboxRows, IReadOnlyList<HistoryEvent> NewEvents, ExecutionStartedEvent Start);

/// <summary>Work that a worker has in hand. <see cref="Turn"/> or <see cref="Activity"/> is set.</summary>
internal sealed record Work(WorkKey Key, Turn? Turn, ActivityRequest? Activity, WorkItem Item);
