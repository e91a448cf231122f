namespace Dapr.Workflow;

/// <summary>How another workflow is called.</summary>
/// <param name="InstanceId">The child's instance id; by default derived from the parent's, the same at each replay.</param>
/// <param name="RetryPolicy">When it is called again after a failure; never without one.</param>
public record ChildWorkflowTaskOptions(string? InstanceId = null, WorkflowRetryPolicy? RetryPolicy = null) : WorkflowTaskOptions(RetryPolicy);
