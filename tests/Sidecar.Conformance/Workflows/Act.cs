using Dapr.DurableTask.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace TicketBooking.Sidecar.Conformance.Workflows;

/// <summary>Actions of a workflow's turn, written short.</summary>
internal static class Act
{
    public static WorkflowAction Activity(int id, string name, string? input = null) =>
        new() { Id = id, ScheduleTask = new ScheduleTaskAction { Name = name, Input = input, TaskExecutionId = $"{name}-{id}-{Guid.CreateVersion7()}" } };

    public static WorkflowAction Timer(int id, TimeSpan wait) => new()
    {
        Id = id,
        CreateTimer = new CreateTimerAction { FireAt = (TimeProvider.System.GetUtcNow() + wait).ToTimestamp(), CreateTimer = new TimerOriginCreateTimer() },
    };

    public static WorkflowAction Complete(int id, string? result, OrchestrationStatus status = OrchestrationStatus.Completed, params IEnumerable<HistoryEvent> carryover)
    {
        var complete = new CompleteWorkflowAction { WorkflowStatus = status, Result = result };
        complete.CarryoverEvents.Add(carryover);
        return new() { Id = id, CompleteWorkflow = complete };
    }
}
