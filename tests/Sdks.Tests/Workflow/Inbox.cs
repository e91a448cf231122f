using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sdks.Tests;

/// <summary>What can happen to a workflow between two turns.</summary>
internal static class Inbox
{
    public static HistoryEvent Completed(int id, string? result = null) =>
        new() { EventId = -1, TaskCompleted = new TaskCompletedEvent { TaskScheduledId = id, Result = result } };

    public static HistoryEvent Failed(int id, string message) => new()
    {
        EventId = -1,
        TaskFailed = new TaskFailedEvent
        {
            TaskScheduledId = id,
            FailureDetails = new TaskFailureDetails { ErrorType = typeof(InvalidOperationException).FullName, ErrorMessage = message },
        },
    };

    public static HistoryEvent Fired(int id) => new() { EventId = -1, TimerFired = new TimerFiredEvent { TimerId = id } };

    public static HistoryEvent Raised(string name, string? input = null) =>
        new() { EventId = -1, EventRaised = new EventRaisedEvent { Name = name, Input = input } };

    public static HistoryEvent ChildCompleted(int id, string? result = null) => new()
    {
        EventId = -1,
        ChildWorkflowInstanceCompleted = new ChildWorkflowInstanceCompletedEvent { TaskScheduledId = id, Result = result },
    };

    public static HistoryEvent ChildFailed(int id, string message) => new()
    {
        EventId = -1,
        ChildWorkflowInstanceFailed = new ChildWorkflowInstanceFailedEvent
        {
            TaskScheduledId = id, FailureDetails = new TaskFailureDetails { ErrorType = "Boom", ErrorMessage = message },
        },
    };

    public static HistoryEvent Suspended() => new() { EventId = -1, ExecutionSuspended = new ExecutionSuspendedEvent() };

    public static HistoryEvent Resumed() => new() { EventId = -1, ExecutionResumed = new ExecutionResumedEvent() };

    public static HistoryEvent Terminated(string? output = null) =>
        new() { EventId = -1, ExecutionTerminated = new ExecutionTerminatedEvent { Input = output } };

    /// <summary>The only decision of a turn, which ends the workflow.</summary>
    public static CompleteWorkflowAction End(this WorkflowResponse response) => Xunit.Assert.Single(response.Actions).CompleteWorkflow;
}
