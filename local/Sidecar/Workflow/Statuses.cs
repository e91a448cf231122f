using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Which statuses are the end, and what the HTTP API calls each.</summary>
internal static class Statuses
{
    /// <summary>For SQL: <c>status = any($n)</c>.</summary>
    public static short[] Terminal { get; } =
    [
        (short)WorkflowStatus.Completed, (short)WorkflowStatus.Failed, (short)WorkflowStatus.Canceled, (short)WorkflowStatus.Terminated,
    ];

    public static bool IsTerminal(this WorkflowStatus status) => Terminal.Contains((short)status);

    public static string Name(this WorkflowStatus status) => status switch
    {
        WorkflowStatus.Running => "RUNNING",
        WorkflowStatus.Completed => "COMPLETED",
        WorkflowStatus.ContinuedAsNew => "CONTINUED_AS_NEW",
        WorkflowStatus.Failed => "FAILED",
        WorkflowStatus.Canceled => "CANCELED",
        WorkflowStatus.Terminated => "TERMINATED",
        WorkflowStatus.Pending => "PENDING",
        WorkflowStatus.Suspended => "SUSPENDED",
        _ => "UNKNOWN",
    };
}
