namespace Dapr.Workflow.Engine;

/// <summary>An instance of a workflow that this process does not have.</summary>
internal sealed class WorkflowNotFoundException(string message) : Exception(message);
