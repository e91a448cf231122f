using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Engine;

/// <summary>Something the code asked for, in the order of asking. Confirmed once the history knows it.</summary>
internal sealed class WorkflowCall(WorkflowAction action)
{
    // 9999-12-31T23:59:59.999999999Z stands for "never" (a wait without end).
    private const long NeverSeconds = 253402300799;
    private const int NeverNanos = 999999999;

    // Continuations run where the result is set: a turn is over when all of its events are played.
    private readonly TaskCompletionSource<HistoryEvent> _completion = new();

    public static Google.Protobuf.WellKnownTypes.Timestamp Never => new() { Seconds = NeverSeconds, Nanos = NeverNanos };

    public WorkflowAction Action { get; } = action;

    public bool IsConfirmed { get; set; }

    public Task<HistoryEvent> Completion => _completion.Task;

    /// <summary>A wait without end emits a timer that workers before 1.18 did not: a history may lack it.</summary>
    public bool IsOptional =>
        Action.CreateTimer is { OriginCase: CreateTimerAction.OriginOneofCase.ExternalEvent, FireAt: { } fireAt } && IsNever(fireAt);

    public void Complete(HistoryEvent result) => _completion.TrySetResult(result);

    public void Cancel(CancellationToken cancellationToken) => _completion.TrySetCanceled(cancellationToken);

    public bool IsConfirmedBy(HistoryEvent entry) => entry.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => Action.ScheduleTask?.Name == entry.TaskScheduled.Name,
        HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated =>
            Action.CreateChildWorkflow?.Name == entry.ChildWorkflowInstanceCreated.Name,
        HistoryEvent.EventTypeOneofCase.EventSent => Action.SendEvent?.Name == entry.EventSent.Name,
        HistoryEvent.EventTypeOneofCase.TimerCreated => Action.CreateTimer is not null && (!IsOptional || IsNever(entry.TimerCreated.FireAt)),
        _ => false,
    };

    public override string ToString() => Action.WorkflowActionTypeCase switch
    {
        WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask => $"activity '{Action.ScheduleTask.Name}'",
        WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow => $"child workflow '{Action.CreateChildWorkflow.Name}'",
        WorkflowAction.WorkflowActionTypeOneofCase.SendEvent => $"sent event '{Action.SendEvent.Name}'",
        WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer => "timer",
        _ => Action.WorkflowActionTypeCase.ToString(),
    };

    private static bool IsNever(Google.Protobuf.WellKnownTypes.Timestamp? fireAt) =>
        fireAt is { Seconds: NeverSeconds, Nanos: NeverNanos };
}
