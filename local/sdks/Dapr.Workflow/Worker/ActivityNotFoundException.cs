namespace Dapr.Workflow.Worker;

/// <summary>A call of an activity that this process does not have.</summary>
internal sealed class ActivityNotFoundException(string message) : Exception(message);
