using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Makes new instances, for clients and for parents.</summary>
internal sealed class InstanceFactory(TimeProvider time)
{
    public NewInstance ForClient(CreateInstanceRequest call)
    {
        var start = new ExecutionStartedEvent
        {
            Name = call.Name,
            Version = call.Version,
            Input = call.Input,
            ScheduledStartTimestamp = call.ScheduledStartTimestamp,
            ParentTraceContext = call.ParentTraceContext,
            WorkflowInstance = NewExecution(call.InstanceId, call.ExecutionId),
        };
        start.Tags.Add(call.Tags);
        return Create(start);
    }

    public NewInstance ForParent(Turn parent, WorkflowAction action)
    {
        var child = action.CreateChildWorkflow;
        var id = child.InstanceId.Length > 0 ? child.InstanceId : $"{parent.InstanceId}:{action.Id:x4}";
        return Create(new ExecutionStartedEvent
        {
            Name = child.Name,
            Version = child.Version,
            Input = child.Input,
            ParentTraceContext = parent.Start.ParentTraceContext,
            WorkflowInstance = NewExecution(id, null),
            ParentInstance = new ParentInstanceInfo
            {
                TaskScheduledId = action.Id,
                Name = parent.Start.Name,
                WorkflowInstance = new WorkflowInstance { InstanceId = parent.InstanceId, ExecutionId = parent.ExecutionId },
            },
        });
    }

    /// <summary>The next generation after continue-as-new: the same instance with a new input and a new execution id.</summary>
    public HistoryEvent NextGeneration(Turn turn, CompleteWorkflowAction complete) => Events.At(time.GetUtcNow(), e =>
    {
        e.ExecutionStarted = turn.Start.Clone();
        e.ExecutionStarted.Input = complete.Result;
        e.ExecutionStarted.Version = complete.NewVersion ?? turn.Start.Version;
        e.ExecutionStarted.ScheduledStartTimestamp = null;
        e.ExecutionStarted.WorkflowInstance = NewExecution(turn.InstanceId, null);
    });

    private WorkflowInstance NewExecution(string instanceId, string? executionId) => new()
    {
        InstanceId = instanceId,
        ExecutionId = string.IsNullOrEmpty(executionId) ? Guid.CreateVersion7(time.GetUtcNow()).ToString("N") : executionId,
    };

    private NewInstance Create(ExecutionStartedEvent start)
    {
        var now = time.GetUtcNow();
        var state = new WorkflowState
        {
            InstanceId = start.WorkflowInstance.InstanceId,
            Name = start.Name,
            Version = start.Version,
            WorkflowStatus = WorkflowStatus.Pending,
            ScheduledStartTimestamp = start.ScheduledStartTimestamp,
            CreatedTimestamp = now.ToTimestamp(),
            LastUpdatedTimestamp = now.ToTimestamp(),
            Input = start.Input,
            ExecutionId = start.WorkflowInstance.ExecutionId,
            ParentInstanceId = start.ParentInstance?.WorkflowInstance.InstanceId,
        };
        state.Tags.Add(start.Tags);
        return new(
            new(state.InstanceId, state.ExecutionId, state, state.ParentInstanceId, start.ParentInstance?.TaskScheduledId),
            Events.At(now, e => e.ExecutionStarted = start));
    }
}
