using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Engine;

/// <summary>The ways a run ends.</summary>
internal static class Completion
{
    public static CompleteWorkflowAction Completed(Task<object?> run) => new()
    {
        WorkflowStatus = WorkflowStatus.Completed, Result = WorkflowJson.Write(run.GetAwaiter().GetResult()),
    };

    public static CompleteWorkflowAction Terminated(string? output) => new()
    {
        WorkflowStatus = WorkflowStatus.Terminated, Result = output,
    };

    public static CompleteWorkflowAction Failed(Exception exception) => new()
    {
        WorkflowStatus = WorkflowStatus.Failed, FailureDetails = Failure(exception, isNonRetriable: true),
    };

    public static CompleteWorkflowAction Continued(ReplayContext context)
    {
        var continuation = context.Continuation!;
        if (context.CarriesOver)
        {
            continuation.CarryoverEvents.Add(context.Events.Unclaimed);
        }

        return continuation;
    }

    public static TaskFailureDetails Failure(Exception exception, bool isNonRetriable = false) => new()
    {
        ErrorType = exception.GetType().FullName,
        ErrorMessage = exception.Message,
        StackTrace = exception.StackTrace,
        IsNonRetriable = isNonRetriable,
    };
}
