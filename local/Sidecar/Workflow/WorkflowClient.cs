using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Serves the calls of clients of an app's workflows. What is being stored is stored and acted upon, also when the caller has left.</summary>
internal sealed class WorkflowClient(string appId, InstanceMemory memory, GroupedWrites writes, WorkDispatcher dispatcher, TimeProvider time)
{
    /// <summary>Returns the instance's id when it is stored.</summary>
    /// <exception cref="RpcException">An active instance has this id.</exception>
    public async Task<string> StartAsync(CreateInstanceRequest call, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var start = StartOf(call, now);
        var instance = new Instance(start.WorkflowInstance.InstanceId, start.WorkflowInstance.ExecutionId, StateOf(start, now));
        var begun = Events.At(now, e => e.ExecutionStarted = start);
        var stored = await memory.StoreAsync(
            instance.Id,
            async remembered =>
            {
                if (remembered.IsActive || await writes.StartAsync(appId, instance, begun) is not { } row)
                {
                    return false;
                }

                remembered.Set(instance, new History([], [(row, begun)]));
                return true;
            },
            dispatcher,
            cancellationToken);
        return stored ? instance.Id : throw new RpcException(new Status(StatusCode.AlreadyExists, $"an active workflow with id '{instance.Id}' exists already"));
    }

    public Task<Instance?> FindAsync(string id, CancellationToken cancellationToken) => memory.UseAsync(
        id,
        remembered => Task.FromResult(remembered.Instance is { } found ? found with { State = found.State.Clone() } : null),
        cancellationToken);

    /// <summary>Returns when the instance is as wanted; looks again whenever a turn of the app is stored.</summary>
    public async Task<Instance> WaitAsync(string id, Func<Instance, bool> wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = dispatcher.Stored.Next;
            var instance = await FindAsync(id, cancellationToken) ?? throw Unknown(id);
            if (wanted(instance))
            {
                return instance;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Puts an event into the inbox. An instance that is over takes no notice.</summary>
    /// <exception cref="RpcException">There is no such instance.</exception>
    public async Task DeliverAsync(string id, Action<HistoryEvent> fill, CancellationToken cancellationToken)
    {
        var happened = Events.At(time.GetUtcNow(), fill);
        await memory.StoreAsync(
            id,
            async remembered =>
            {
                if (!remembered.IsActive)
                {
                    return remembered.Instance is null ? throw Unknown(id) : false;
                }

                remembered.History.Arrived(await writes.WriteAsync<long>(EventTables.Arrive, appId, id, happened.ToByteArray()), happened);
                return true;
            },
            dispatcher,
            cancellationToken);
    }

    /// <summary>Deletes an instance that has ended.</summary>
    /// <exception cref="RpcException">It has not, or there is none; status and words of the second are daprd's.</exception>
    public Task PurgeAsync(string id, CancellationToken cancellationToken) => memory.UseAsync(
        id,
        async remembered =>
        {
            if (remembered.Instance is null)
            {
                throw new RpcException(
                    new Status(StatusCode.Unknown, "failed to purge workflow state: failed to fetch workflow state: no such instance exists"));
            }

            if (remembered.IsActive)
            {
                throw new RpcException(new Status(StatusCode.FailedPrecondition, $"workflow '{id}' has not ended"));
            }

            remembered.Forget();
            return await writes.PurgeAsync(appId, id);
        },
        cancellationToken);

    private static RpcException Unknown(string id) => new(new Status(StatusCode.NotFound, $"no such instance exists: {id}"));

    private static ExecutionStartedEvent StartOf(CreateInstanceRequest call, DateTimeOffset now) => new()
    {
        Name = call.Name,
        Version = call.Version,
        Input = call.Input,
        ScheduledStartTimestamp = call.ScheduledStartTimestamp,
        ParentTraceContext = call.ParentTraceContext,
        WorkflowInstance = Events.NewExecution(call.InstanceId.Length > 0 ? call.InstanceId : Guid.CreateVersion7(now).ToString(), now),
    };

    private static WorkflowState StateOf(ExecutionStartedEvent start, DateTimeOffset now) => new()
    {
        InstanceId = start.WorkflowInstance.InstanceId,
        ExecutionId = start.WorkflowInstance.ExecutionId,
        Name = start.Name,
        Version = start.Version,
        Input = start.Input,
        WorkflowStatus = WorkflowStatus.Pending,
        ScheduledStartTimestamp = start.ScheduledStartTimestamp,
        CreatedTimestamp = now.ToTimestamp(),
        LastUpdatedTimestamp = now.ToTimestamp(),
    };
}
