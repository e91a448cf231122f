using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>What a parent hears of a child.</summary>
internal static class ChildEvents
{
    public static HistoryEvent Ended(int taskId, CompleteWorkflowAction completion, DateTimeOffset now) => Events.At(now, e =>
    {
        if (completion.WorkflowStatus == WorkflowStatus.Completed)
        {
            e.ChildWorkflowInstanceCompleted = new ChildWorkflowInstanceCompletedEvent { TaskScheduledId = taskId, Result = completion.Result };
        }
        else
        {
            var status = completion.WorkflowStatus.Name();
            e.ChildWorkflowInstanceFailed = Failed(
                taskId, completion.FailureDetails ?? new TaskFailureDetails { ErrorType = status, ErrorMessage = $"The child workflow ended as {status}." });
        }
    });

    public static HistoryEvent Refused(int taskId, string childId, DateTimeOffset now) => Events.At(now, e =>
        e.ChildWorkflowInstanceFailed = Failed(
            taskId, new TaskFailureDetails { ErrorType = "AlreadyExists", ErrorMessage = $"An active workflow with id '{childId}' exists already." }));

    private static ChildWorkflowInstanceFailedEvent Failed(int taskId, TaskFailureDetails details) =>
        new() { TaskScheduledId = taskId, FailureDetails = details };
}
