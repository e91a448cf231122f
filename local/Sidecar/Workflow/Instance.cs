namespace TicketBooking.Sidecar.Workflow;

/// <summary>A row of <c>workflow_instance</c>.</summary>
internal sealed record Instance(string Id, string ExecutionId, WorkflowState State)
{
    /// <summary>For SQL: <c>status = any($n)</c>.</summary>
    public static short[] TerminalStatuses { get; } =
    [
        (short)WorkflowStatus.Completed, (short)WorkflowStatus.Failed, (short)WorkflowStatus.Canceled, (short)WorkflowStatus.Terminated,
    ];

    public bool IsTerminal => TerminalStatuses.Contains((short)State.WorkflowStatus);
}
