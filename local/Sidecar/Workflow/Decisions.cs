using Kind = TicketBooking.Sidecar.Wire.WorkflowAction.WorkflowActionTypeOneofCase;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Turns a worker's answer into history events, without effects and before anything is stored.</summary>
internal sealed class Decisions
{
    private readonly DateTimeOffset _now;

    public Decisions(Turn turn, WorkflowResponse response, DateTimeOffset now)
    {
        _now = now;
        History.AddRange(turn.NewEvents);
        foreach (var action in response.Actions)
        {
            Read(action);
        }
    }

    public List<HistoryEvent> History { get; } = [];

    public CompleteWorkflowAction? Completion { get; private set; }

    public bool ContinuesAsNew => Completion?.WorkflowStatus == WorkflowStatus.ContinuedAsNew;

    public bool Ends => Completion is not null && !ContinuesAsNew;

    private void Read(WorkflowAction action)
    {
        if (action.Router is { HasTargetAppId: true } router && router.TargetAppId != router.SourceAppId)
        {
            Refuse(action, $"work for another app ('{router.TargetAppId}'), which the embedded sidecar does not do");
            return;
        }

        switch (action.WorkflowActionTypeCase)
        {
            case Kind.ScheduleTask:
                var task = action.ScheduleTask;
                Remember(action, e => e.TaskScheduled = new()
                {
                    Name = task.Name, Version = task.Version, Input = task.Input, TaskExecutionId = task.TaskExecutionId,
                });
                break;
            case Kind.CreateTimer:
                Remember(action, e => e.TimerCreated = Events.TimerCreated(action.CreateTimer));
                break;
            case Kind.CompleteWorkflow:
                Complete(action);
                break;
            case Kind.None:
            default:
                Refuse(action, "an action of a kind that the embedded sidecar does not know");
                break;
        }
    }

    private void Complete(WorkflowAction action)
    {
        Completion = action.CompleteWorkflow;
        Remember(action, e => e.ExecutionCompleted = new()
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

    private void Remember(WorkflowAction action, Action<HistoryEvent> fill) => History.Add(Events.At(_now, fill, action.Id));
}
