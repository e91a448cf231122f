using Dapr.Workflow.Abstractions;

namespace Dapr.Workflow;

/// <summary>One step of a workflow, where it touches the world. May run more than once for one call: it must be idempotent.</summary>
public abstract class WorkflowActivity<TInput, TOutput> : IWorkflowActivity
{
    Type IWorkflowActivity.InputType => typeof(TInput);

    Type IWorkflowActivity.OutputType => typeof(TOutput);

    /// <summary>Runs the activity with an input that is not typed yet.</summary>
    public async Task<object?> RunAsync(WorkflowActivityContext context, object? input) => await RunAsync(context, (TInput)input!);

    /// <summary>The activity. An exception becomes a <see cref="WorkflowTaskFailedException"/> in the workflow.</summary>
    public abstract Task<TOutput> RunAsync(WorkflowActivityContext context, TInput input);
}
