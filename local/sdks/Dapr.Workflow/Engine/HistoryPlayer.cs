using TicketBooking.DaprWire.Workflow;
using Kind = TicketBooking.DaprWire.Workflow.HistoryEvent.EventTypeOneofCase;

namespace Dapr.Workflow.Engine;

/// <summary>Feeds a history to the code, event by event. While suspended, events wait until it resumes.</summary>
internal sealed class HistoryPlayer(ReplayContext context)
{
    private readonly Queue<HistoryEvent> _heldBack = new();

    public bool IsSuspended { get; private set; }

    public void Play(IEnumerable<HistoryEvent> events, bool isReplaying)
    {
        context.SetReplaying(isReplaying);
        foreach (var entry in events)
        {
            switch (entry.EventTypeCase)
            {
                case Kind.ExecutionSuspended:
                    IsSuspended = true;
                    break;
                case Kind.ExecutionResumed:
                    Resume();
                    break;
                case Kind.WorkflowStarted:
                    context.SetTime(entry.Timestamp.ToDateTime());
                    break;
                default:
                    PlayOrHoldBack(entry);
                    break;
            }
        }
    }

    private void Resume()
    {
        IsSuspended = false;
        while (_heldBack.TryDequeue(out var entry))
        {
            Play(entry);
        }
    }

    private void PlayOrHoldBack(HistoryEvent entry)
    {
        if (IsSuspended)
        {
            _heldBack.Enqueue(entry);
        }
        else
        {
            Play(entry);
        }
    }

    private void Play(HistoryEvent entry)
    {
        switch (entry.EventTypeCase)
        {
            case Kind.TaskScheduled or Kind.TimerCreated or Kind.ChildWorkflowInstanceCreated or Kind.EventSent:
                context.Calls.Confirm(entry);
                break;
            case Kind.TaskCompleted:
                context.Calls.Complete(entry.TaskCompleted.TaskScheduledId, entry);
                break;
            case Kind.TaskFailed:
                context.Calls.Complete(entry.TaskFailed.TaskScheduledId, entry);
                break;
            case Kind.TimerFired:
                context.Calls.Complete(entry.TimerFired.TimerId, entry);
                break;
            case Kind.ChildWorkflowInstanceCompleted:
                context.Calls.Complete(entry.ChildWorkflowInstanceCompleted.TaskScheduledId, entry);
                break;
            case Kind.ChildWorkflowInstanceFailed:
                context.Calls.Complete(entry.ChildWorkflowInstanceFailed.TaskScheduledId, entry);
                break;
            case Kind.EventRaised:
                context.Events.Raise(entry);
                break;
        }
    }
}
