using Wire = TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow;

/// <summary>A workflow instance as it was when it was asked for.</summary>
public sealed class WorkflowState
{
    private readonly Wire.WorkflowState? _state;

    internal WorkflowState(Wire.WorkflowState? state) => _state = state;

    /// <summary>The workflow's name.</summary>
    public string? WorkflowName => _state?.Name;

    /// <summary>Whether there is such an instance.</summary>
    public bool Exists => _state is not null;

    /// <summary>Whether it is running (neither pending nor suspended nor ended).</summary>
    public bool IsWorkflowRunning => RuntimeStatus == WorkflowRuntimeStatus.Running;

    /// <summary>Whether it has ended: completed, failed or terminated.</summary>
    public bool IsWorkflowCompleted =>
        RuntimeStatus is WorkflowRuntimeStatus.Completed or WorkflowRuntimeStatus.Failed or WorkflowRuntimeStatus.Terminated;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt => _state?.CreatedTimestamp?.ToDateTimeOffset() ?? default;

    /// <summary>When its history last grew.</summary>
    public DateTimeOffset LastUpdatedAt => _state?.LastUpdatedTimestamp?.ToDateTimeOffset() ?? default;

    /// <summary>Where it stands.</summary>
    public WorkflowRuntimeStatus RuntimeStatus =>
        _state is null ? WorkflowRuntimeStatus.Unknown : (WorkflowRuntimeStatus)_state.WorkflowStatus;

    /// <summary>Why it failed, if it did.</summary>
    public WorkflowTaskFailureDetails? FailureDetails => _state?.FailureDetails is { } failure
        ? new WorkflowTaskFailureDetails(failure.ErrorType, failure.ErrorMessage, failure.StackTrace)
        : null;

    /// <summary>The input; default without one, or when it was not asked for.</summary>
    public T? ReadInputAs<T>() => WorkflowJson.Read<T>(_state?.Input);

    /// <summary>The result; default without one, or when it was not asked for.</summary>
    public T? ReadOutputAs<T>() => WorkflowJson.Read<T>(_state?.Output);

    /// <summary>What the workflow says about itself; default without.</summary>
    public T? ReadCustomStatusAs<T>() => WorkflowJson.Read<T>(_state?.CustomStatus);
}
