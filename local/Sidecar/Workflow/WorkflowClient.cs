using Google.Protobuf.WellKnownTypes;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Serves the calls of clients of an app's workflows.</summary>
internal sealed class WorkflowClient(string appId, NpgsqlDataSource database, WorkDispatcher dispatcher, TimeProvider time)
{
    /// <summary>Returns the instance's id when it is stored.</summary>
    /// <exception cref="RpcException">An active instance has this id.</exception>
    public async Task<string> StartAsync(CreateInstanceRequest call, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var start = StartOf(call, now);
        var instance = new Instance(start.WorkflowInstance.InstanceId, start.WorkflowInstance.ExecutionId, StateOf(start, now));
        var stored = await database.InTransactionAsync(
            async connection => await InstanceTable.TryCreateAsync(connection, appId, instance, cancellationToken)
                && await EventTables.DeliverAsync(connection, appId, instance.Id, null, [Events.At(now, e => e.ExecutionStarted = start)], cancellationToken),
            cancellationToken);
        if (!stored)
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, $"an active workflow with id '{instance.Id}' exists already"));
        }

        dispatcher.Signal(instance.Id);
        return instance.Id;
    }

    public Task<Instance?> FindAsync(string id, CancellationToken cancellationToken) => InstanceTable.FindAsync(database, appId, id, cancellationToken);

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
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await EventTables.DeliverAsync(connection, appId, id, null, [Events.At(time.GetUtcNow(), fill)], cancellationToken))
        {
            dispatcher.Signal(id);
        }
        else if (await FindAsync(id, cancellationToken) is null)
        {
            throw Unknown(id);
        }
    }

    /// <summary>Deletes an instance that has ended.</summary>
    /// <exception cref="RpcException">It has not, or there is none; status and words of the second are daprd's.</exception>
    public async Task PurgeAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!await InstanceTable.PurgeAsync(connection, appId, id, cancellationToken))
        {
            throw new RpcException(await FindAsync(id, cancellationToken) is null
                ? new Status(StatusCode.Unknown, "failed to purge workflow state: failed to fetch workflow state: no such instance exists")
                : new Status(StatusCode.FailedPrecondition, $"workflow '{id}' has not ended"));
        }
    }

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
