namespace Dapr.Workflow.Abstractions;

/// <summary>An activity as the worker runs it; derive from <see cref="WorkflowActivity{TInput,TOutput}"/>.</summary>
public interface IWorkflowActivity
{
    /// <summary>What the input is read as.</summary>
    Type InputType { get; }

    /// <summary>What it returns.</summary>
    Type OutputType { get; }

    /// <summary>Runs it.</summary>
    Task<object?> RunAsync(WorkflowActivityContext context, object? input);
}
