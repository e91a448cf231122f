namespace Dapr.Workflow;

/// <summary>Where a workflow instance stands.</summary>
public enum WorkflowRuntimeStatus
{
    /// <summary>There is no such instance.</summary>
    Unknown = -1,

    /// <summary>It has started and not ended.</summary>
    Running = 0,

    /// <summary>It returned.</summary>
    Completed = 1,

    /// <summary>It ended to start again with a new history.</summary>
    ContinuedAsNew = 2,

    /// <summary>It threw.</summary>
    Failed = 3,

    /// <summary>It was cancelled.</summary>
    Canceled = 4,

    /// <summary>It was terminated from outside.</summary>
    Terminated = 5,

    /// <summary>It has not started yet.</summary>
    Pending = 6,

    /// <summary>It is paused from outside.</summary>
    Suspended = 7,

    /// <summary>No worker can go on with it.</summary>
    Stalled = 8,
}
