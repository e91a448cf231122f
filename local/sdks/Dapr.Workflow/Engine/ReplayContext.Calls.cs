using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire.Workflow;

namespace Dapr.Workflow.Engine;

internal sealed partial class ReplayContext
{
    private async Task<T> ScheduleAsync<T>(string activity, object? input)
    {
        var call = Calls.Add(new WorkflowAction
        {
            ScheduleTask = new ScheduleTaskAction
            {
                Name = activity,
                Input = WorkflowJson.Write(input),
                TaskExecutionId = _guids.ForActivity(Calls.NextId, activity),
            },
        });
        return Result<T>(await call.Completion);
    }

    private async Task<T> StartChildAsync<T>(string workflow, object? input, string? instanceId)
    {
        var call = Calls.Add(new WorkflowAction
        {
            CreateChildWorkflow = new CreateChildWorkflowAction
            {
                Name = workflow,
                InstanceId = instanceId ?? _guids.Next().ToString(),
                Input = WorkflowJson.Write(input),
            },
        });
        return Result<T>(await call.Completion, workflow);
    }

    private Task StartTimerAsync(CreateTimerAction timer, TimeSpan delay)
    {
        timer.FireAt = Timestamp.FromDateTime(_now.Add(delay));
        return StartTimerAsync(timer, CancellationToken.None);
    }

    private async Task StartTimerAsync(CreateTimerAction timer, CancellationToken cancellationToken)
    {
        var call = Calls.Add(new WorkflowAction { CreateTimer = timer });
        using var registration = cancellationToken.Register(() => call.Cancel(cancellationToken));
        await call.Completion;
    }

    private static T Result<T>(HistoryEvent result, string? child = null) => result.EventTypeCase switch
    {
        HistoryEvent.EventTypeOneofCase.TaskCompleted => WorkflowJson.Read<T>(result.TaskCompleted.Result)!,
        HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceCompleted =>
            WorkflowJson.Read<T>(result.ChildWorkflowInstanceCompleted.Result)!,
        HistoryEvent.EventTypeOneofCase.TaskFailed => throw Failed(
            $"Task failed: {result.TaskFailed.FailureDetails?.ErrorMessage}", result.TaskFailed.FailureDetails),
        HistoryEvent.EventTypeOneofCase.ChildWorkflowInstanceFailed => throw Failed(
            $"Child workflow '{child}' failed", result.ChildWorkflowInstanceFailed.FailureDetails),
        _ => throw new NonDeterministicWorkflowException($"{result.EventTypeCase} is no result of this call."),
    };

    private static WorkflowTaskFailedException Failed(string message, TaskFailureDetails? details) => new(
        message,
        new WorkflowTaskFailureDetails(details?.ErrorType ?? "Exception", details?.ErrorMessage ?? "Unknown error", details?.StackTrace));
}
