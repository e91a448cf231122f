namespace Dapr.Workflow;

/// <summary>
/// A durable function. It is run again from its start for every turn, with the results of the past replayed: it must do the same
/// each time, so no clock, no random numbers, no I/O and no waiting but through its context.
/// </summary>
public abstract class Workflow<TInput, TOutput> : IWorkflow
{
    Type IWorkflow.InputType => typeof(TInput);

    Type IWorkflow.OutputType => typeof(TOutput);

    async Task<object?> IWorkflow.RunAsync(WorkflowContext context, object? input) => await RunAsync(context, (TInput)input!);

    /// <summary>The workflow.</summary>
    public abstract Task<TOutput> RunAsync(WorkflowContext context, TInput input);
}
