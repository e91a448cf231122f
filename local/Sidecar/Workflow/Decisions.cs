using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>What a worker's answer to a turn means, before anything is stored: a reading of its actions, without effects.</summary>
internal sealed class Decisions
{
    private readonly Turn _turn;
    private readonly InstanceFactory _factory;
    private readonly DateTimeOffset _now;

    public Decisions(Turn turn, WorkflowResponse response, InstanceFactory factory, DateTimeOffset now)
    {
        (_turn, _factory, _now) = (turn, factory, now);
        History.AddRange(turn.NewEvents.Select(e => WithVersion(e, response)));
        foreach (var action in response.Actions)
        {
            Read(action);
        }
    }

    public List<HistoryEvent> History { get; } = [];

    public List<ActivityRequest> Activities { get; } = [];

    public List<NewTimer> Timers { get; } = [];

    public List<(NewInstance Child, int TaskId)> Children { get; } = [];

    /// <summary>Events for other instances.</summary>
    public List<(string InstanceId, HistoryEvent Event)> Sent { get; } = [];

    public CompleteWorkflowAction? Completion { get; private set; }

    public bool ContinuesAsNew => Completion?.WorkflowStatus == WorkflowStatus.ContinuedAsNew;

    public bool Ends => Completion is not null && !ContinuesAsNew;

    /// <summary>Whether children are to be terminated with this instance.</summary>
    public ExecutionTerminatedEvent? RecursiveTermination => Ends
        ? _turn.NewEvents.Select(e => e.ExecutionTerminated).LastOrDefault(t => t is { Recurse: true })
        : null;

    /// <summary>Running or suspended, by the last word of this turn; null when it says nothing about that.</summary>
    public WorkflowStatus? Pace => _turn.NewEvents
        .Select(e => e.EventTypeCase switch
        {
            HistoryEvent.EventTypeOneofCase.ExecutionSuspended => WorkflowStatus.Suspended,
            HistoryEvent.EventTypeOneofCase.ExecutionResumed or HistoryEvent.EventTypeOneofCase.ExecutionStarted => WorkflowStatus.Running,
            _ => (WorkflowStatus?)null,
        })
        .LastOrDefault(status => status is not null);

    private void Read(WorkflowAction action)
    {
        if (action.Router is { HasTargetAppId: true } router && router.TargetAppId != router.SourceAppId)
        {
            Refuse(action, $"work for another app ('{router.TargetAppId}'), which the embedded sidecar does not do");
            return;
        }

        switch (action.WorkflowActionTypeCase)
        {
            case WorkflowAction.WorkflowActionTypeOneofCase.ScheduleTask:
                ScheduleTask(action);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateTimer:
                CreateTimer(action);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CreateChildWorkflow:
                CreateChild(action);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.SendEvent:
                SendEvent(action);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.TerminateWorkflow:
                var terminate = action.TerminateWorkflow;
                Sent.Add((terminate.InstanceId, Events.At(_now, e =>
                    e.ExecutionTerminated = new ExecutionTerminatedEvent { Input = terminate.Reason, Recurse = terminate.Recurse })));
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.CompleteWorkflow:
                Complete(action);
                break;
            case WorkflowAction.WorkflowActionTypeOneofCase.None:
            default:
                Refuse(action, "an action of a kind that the embedded sidecar does not know");
                break;
        }
    }

    private void ScheduleTask(WorkflowAction action)
    {
        var task = action.ScheduleTask;
        var executionId = task.TaskExecutionId.Length > 0 ? task.TaskExecutionId : $"{_turn.ExecutionId}:{action.Id}";
        Remember(action, e => e.TaskScheduled = new TaskScheduledEvent
        {
            Name = task.Name, Version = task.Version, Input = task.Input, TaskExecutionId = executionId,
        });
        Activities.Add(new ActivityRequest
        {
            Name = task.Name,
            Version = task.Version,
            Input = task.Input,
            TaskId = action.Id,
            TaskExecutionId = executionId,
            ParentTraceContext = _turn.Start.ParentTraceContext,
            WorkflowInstance = new WorkflowInstance { InstanceId = _turn.InstanceId, ExecutionId = _turn.ExecutionId },
        });
    }

    private void CreateTimer(WorkflowAction action)
    {
        var timer = action.CreateTimer;
        Remember(action, e => e.TimerCreated = TimerEvents.Created(timer));
        var fireAt = timer.FireAt.ToDateTimeOffset();
        Timers.Add(new(Guid.CreateVersion7(_now), fireAt, Events.At(_now, e => e.TimerFired = new TimerFiredEvent { FireAt = timer.FireAt, TimerId = action.Id })));
    }

    private void CreateChild(WorkflowAction action)
    {
        var child = _factory.ForParent(_turn, action);
        Remember(action, e => e.ChildWorkflowInstanceCreated = new ChildWorkflowInstanceCreatedEvent
        {
            InstanceId = child.Instance.Id,
            Name = action.CreateChildWorkflow.Name,
            Version = action.CreateChildWorkflow.Version,
            Input = action.CreateChildWorkflow.Input,
        });
        Children.Add((child, action.Id));
    }

    private void SendEvent(WorkflowAction action)
    {
        var send = action.SendEvent;
        Remember(action, e => e.EventSent = new EventSentEvent { InstanceId = send.Instance.InstanceId, Name = send.Name, Input = send.Data });
        Sent.Add((send.Instance.InstanceId, Events.At(_now, e => e.EventRaised = new EventRaisedEvent { Name = send.Name, Input = send.Data })));
    }

    private void Complete(WorkflowAction action)
    {
        Completion = action.CompleteWorkflow;
        Remember(action, e => e.ExecutionCompleted = new ExecutionCompletedEvent
        {
            WorkflowStatus = Completion.WorkflowStatus, Result = Completion.Result, FailureDetails = Completion.FailureDetails,
        });
    }

    // Asking again would give the same answer, so the instance fails and says why.
    private void Refuse(WorkflowAction action, string what) => Complete(new WorkflowAction
    {
        Id = action.Id,
        CompleteWorkflow = new CompleteWorkflowAction
        {
            WorkflowStatus = WorkflowStatus.Failed,
            FailureDetails = new TaskFailureDetails { ErrorType = "NotSupported", ErrorMessage = $"Action {action.Id} is {what}.", IsNonRetriable = true },
        },
    });

    private void Remember(WorkflowAction action, Action<HistoryEvent> fill)
    {
        var happened = Events.At(_now, fill);
        happened.EventId = action.Id;
        History.Add(happened);
    }

    // The patches that the code took are kept where its clock is, for the replays to come.
    private static HistoryEvent WithVersion(HistoryEvent happened, WorkflowResponse response)
    {
        if (happened.WorkflowStarted is null || response.Version is null)
        {
            return happened;
        }

        var copy = happened.Clone();
        copy.WorkflowStarted.Version = response.Version;
        return copy;
    }
}
