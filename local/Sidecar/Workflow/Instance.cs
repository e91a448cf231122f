using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>A row of <c>workflow_instance</c>.</summary>
internal sealed record Instance(string Id, string ExecutionId, WorkflowState State, string? ParentId, int? ParentTaskId)
{
    public bool IsTerminal => State.WorkflowStatus.IsTerminal();
}
