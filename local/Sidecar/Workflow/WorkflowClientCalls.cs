using Npgsql;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;
using TicketBooking.Sidecar.Database;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>What clients of workflows ask for; both APIs come here.</summary>
internal sealed class WorkflowClientCalls(
    string appId, NpgsqlDataSource database, InstanceFactory factory, StatusWatch watch, WorkDispatcher dispatcher, TimerService timers, TimeProvider time)
{
    /// <summary>Returns the instance's id when it is stored.</summary>
    /// <exception cref="ApiException">An active instance has this id.</exception>
    public async Task<string> StartAsync(CreateInstanceRequest call, CancellationToken cancellationToken)
    {
        call.InstanceId = call.InstanceId.Length > 0 ? call.InstanceId : Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var wanted = factory.ForClient(call);
        var later = call.ScheduledStartTimestamp?.ToDateTimeOffset() is { } at && at > time.GetUtcNow()
            ? new NewTimer(Guid.CreateVersion7(time.GetUtcNow()), at, wanted.Start)
            : null;
        await database.InTransactionAsync(connection => CreateAsync(connection, wanted, later, cancellationToken), cancellationToken);
        watch.Changed(call.InstanceId);
        if (later is null)
        {
            dispatcher.Signal(call.InstanceId);
        }
        else
        {
            timers.Add(later.Id, later.FireAt);
        }

        return call.InstanceId;
    }

    public Task<Instance?> FindAsync(string id, CancellationToken cancellationToken) => database.FindAsync(appId, id, cancellationToken);

    public Task<List<HistoryEvent>> HistoryAsync(string id, CancellationToken cancellationToken) => database.HistoryAsync(appId, id, cancellationToken);

    /// <summary>Returns when the instance is as wanted; wakes on its changes.</summary>
    public Task<Instance> WaitAsync(string id, Func<WorkflowStatus, bool> wanted, CancellationToken cancellationToken) =>
        watch.UntilAsync(
            id,
            async () =>
            {
                var instance = await FindAsync(id, cancellationToken) ?? throw Unknown(id);
                return wanted(instance.State.WorkflowStatus) ? instance : null;
            },
            cancellationToken);

    /// <summary>Puts an event into the inbox. An instance that is over takes no notice.</summary>
    /// <exception cref="ApiException">There is no such instance.</exception>
    public async Task DeliverAsync(string id, Action<HistoryEvent> fill, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await connection.DeliverAsync(appId, id, [Events.At(time.GetUtcNow(), fill)], cancellationToken))
        {
            dispatcher.Signal(id);
        }
        else if (await FindAsync(id, cancellationToken) is null)
        {
            throw Unknown(id);
        }
    }

    /// <summary>How many instances were forgotten.</summary>
    /// <exception cref="ApiException">The instance is still active.</exception>
    public async Task<int> PurgeAsync(string id, bool recursive, CancellationToken cancellationToken)
    {
        var count = await database.PurgeAsync(appId, id, recursive, cancellationToken);
        return await FindAsync(id, cancellationToken) is { IsTerminal: false }
            ? throw new ApiException(
                StatusCodes.Status500InternalServerError, GrpcStatus.FailedPrecondition, "ERR_PURGE_WORKFLOW", $"workflow '{id}' has not ended")
            : count;
    }

    private static ApiException Unknown(string id) =>
        new(StatusCodes.Status404NotFound, GrpcStatus.NotFound, "ERR_INSTANCE_ID_NOT_FOUND", $"no such instance exists: {id}");

    private async Task<bool> CreateAsync(NpgsqlConnection connection, NewInstance wanted, NewTimer? later, CancellationToken cancellationToken)
    {
        if (!await Creation.TryCreateAsync(connection, appId, wanted, cancellationToken))
        {
            throw new ApiException(
                StatusCodes.Status500InternalServerError, GrpcStatus.AlreadyExists, "ERR_START_WORKFLOW", $"an active workflow with id '{wanted.Instance.Id}' exists already");
        }

        if (later is null)
        {
            return await connection.DeliverAsync(appId, wanted.Instance.Id, [wanted.Start], cancellationToken);
        }

        await connection.AddTimersAsync(appId, wanted.Instance.Id, [later], cancellationToken);
        return true;
    }
}
