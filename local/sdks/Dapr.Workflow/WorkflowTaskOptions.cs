namespace Dapr.Workflow;

/// <summary>How an activity is called.</summary>
/// <param name="RetryPolicy">When it is called again after a failure; never without one.</param>
public record WorkflowTaskOptions(WorkflowRetryPolicy? RetryPolicy = null);
