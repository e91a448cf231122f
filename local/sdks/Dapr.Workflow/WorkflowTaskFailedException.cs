namespace Dapr.Workflow;

/// <summary>Thrown in a workflow: an activity or a child failed, after its retries.</summary>
public class WorkflowTaskFailedException(string message, WorkflowTaskFailureDetails failureDetails) : Exception(message)
{
    /// <summary>Why.</summary>
    public WorkflowTaskFailureDetails FailureDetails { get; } = failureDetails;
}
