namespace Dapr.Workflow.Engine;

/// <summary>
/// The workflow's code does not do what its history says it did: it was changed, or it depends on something but its context.
/// </summary>
internal sealed class NonDeterministicWorkflowException(string message) : Exception(message);
