using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>What an activity knows about its call.</summary>
public abstract class WorkflowActivityContext
{
    /// <summary>The activity's name.</summary>
    public abstract TaskIdentifier Identifier { get; }

    /// <summary>The same for every run of one attempt, so fit for an idempotency key.</summary>
    public abstract string TaskExecutionKey { get; }

    /// <summary>The workflow that calls.</summary>
    public abstract string InstanceId { get; }
}
