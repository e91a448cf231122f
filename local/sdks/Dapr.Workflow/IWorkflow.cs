namespace Dapr.Workflow;

/// <summary>A workflow as the worker runs it; derive from <see cref="Workflow{TInput,TOutput}"/>.</summary>
public interface IWorkflow
{
    /// <summary>What the input is read as.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs it from its start.</summary>
    Task<object?> RunAsync(WorkflowContext context, object? input);
}
