using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Engine;

/// <summary>The calls of one run, numbered in the order the code makes them, and checked against what the history says it made.</summary>
internal sealed class WorkflowCalls
{
    private readonly List<WorkflowCall> _calls = [];

    public int NextId => _calls.Count;

    /// <summary>What the history does not know yet.</summary>
    public IEnumerable<WorkflowAction> Unconfirmed => _calls.Where(call => !call.IsConfirmed).Select(call => call.Action);

    public WorkflowCall Add(WorkflowAction action)
    {
        action.Id = NextId;
        var call = new WorkflowCall(action);
        _calls.Add(call);
        return call;
    }

    /// <summary>The history says a call was made.</summary>
    /// <exception cref="NonDeterministicWorkflowException">The code made another, or none.</exception>
    public void Confirm(HistoryEvent entry)
    {
        var call = _calls.ElementAtOrDefault(entry.EventId);
        if (call is { IsOptional: true } && !call.IsConfirmedBy(entry))
        {
            Drop(call);
            call = _calls.ElementAtOrDefault(entry.EventId);
        }

        if (call is null || !call.IsConfirmedBy(entry))
        {
            throw new NonDeterministicWorkflowException(
                $"The history has {Describe(entry)} as call {entry.EventId}, the code made {call?.ToString() ?? "no such call"} there. "
                + "Workflow code must make the same calls at each replay; finish running instances before changing it.");
        }

        call.IsConfirmed = true;
    }

    /// <summary>A call has its result. A second result of one call changes nothing.</summary>
    /// <exception cref="NonDeterministicWorkflowException">The code did not make the call.</exception>
    public void Complete(int id, HistoryEvent result)
    {
        var call = _calls.ElementAtOrDefault(id) ?? throw new NonDeterministicWorkflowException(
            $"The history has {Describe(result)} for call {id}, which the code did not make.");
        call.Complete(result);
    }

    // The timer of the dropped call is not cancelled: it stands for "never", and the wait it belongs to goes on.
    private void Drop(WorkflowCall call)
    {
        _calls.Remove(call);
        foreach (var (id, later) in _calls.Index())
        {
            later.Action.Id = id;
        }
    }

    private static string Describe(HistoryEvent entry) => entry.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskScheduled => $"activity '{entry.TaskScheduled.Name}'",
        HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCreated => $"child workflow '{entry.ChildWorkflowInstanceCreated.Name}'",
        HistoryEvent.EventTypeOneofCase.EventSent => $"sent event '{entry.EventSent.Name}'",
        HistoryEvent.EventTypeOneofCase.TimerCreated => "timer",
        _ => entry.EventTypeCase.ToString(),
    };
}
