using Npgsql;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;
using TicketBooking.Sidecar.Database;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>What workers ask for and bring back.</summary>
internal sealed class WorkflowWorkerCalls(
    string appId, NpgsqlDataSource database, TurnCommit commit, StatusWatch watch, WorkDispatcher dispatcher, TimerService timers, TimeProvider time, ILogger logger)
{
    public async IAsyncEnumerable<WorkItem> GetWorkItemsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        WorkflowLog.WorkerConnected(logger, appId);
        try
        {
            await foreach (var item in dispatcher.ServeAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            WorkflowLog.WorkerLeft(logger, appId);
        }
    }

    public async Task CompleteTurnAsync(WorkflowResponse response)
    {
        if (dispatcher.Take(response.CompletionToken) is not { Turn: { } turn } work)
        {
            WorkflowLog.Stale(logger, response.InstanceId);
            return;
        }

        var effects = await StoreAsync(work, connection => commit.StoreAsync(connection, turn, response, CancellationToken.None));
        if (effects is null)
        {
            WorkflowLog.Stale(logger, turn.InstanceId);
            return;
        }

        effects.Activities.ForEach(dispatcher.AddActivity);
        effects.Timers.ForEach(t => timers.Add(t.Id, t.FireAt));
        effects.Signalled.ForEach(dispatcher.Signal);
        watch.Changed(turn.InstanceId);
    }

    public async Task CompleteActivityAsync(ActivityResponse response)
    {
        if (dispatcher.Take(response.CompletionToken) is not { Activity: { } activity } work)
        {
            WorkflowLog.Stale(logger, response.InstanceId);
            return;
        }

        var instanceId = activity.WorkflowInstance.InstanceId;
        if (await StoreAsync(work, connection => StoreResultAsync(connection, activity, response)))
        {
            dispatcher.Signal(instanceId);
        }
        else
        {
            WorkflowLog.Stale(logger, instanceId);
        }
    }

    private async Task<bool> StoreResultAsync(NpgsqlConnection connection, ActivityRequest activity, ActivityResponse response) =>
        await connection.RemoveActivityAsync(appId, activity, CancellationToken.None)
        && await connection.DeliverAsync(appId, activity.WorkflowInstance.InstanceId, [Result(activity, response)], CancellationToken.None);

    private HistoryEvent Result(ActivityRequest activity, ActivityResponse response) => Events.At(time.GetUtcNow(), e =>
    {
        if (response.FailureDetails is null)
        {
            e.TaskCompleted = new TaskCompletedEvent { TaskScheduledId = activity.TaskId, Result = response.Result, TaskExecutionId = activity.TaskExecutionId };
        }
        else
        {
            e.TaskFailed = new TaskFailedEvent
            {
                TaskScheduledId = activity.TaskId, FailureDetails = response.FailureDetails, TaskExecutionId = activity.TaskExecutionId,
            };
        }
    });

    // Workers send their answer once. What cannot be stored now is given out again, so that it is not lost.
    private async Task<T> StoreAsync<T>(Work work, Func<NpgsqlConnection, Task<T>> store)
    {
        try
        {
            var result = await database.InTransactionAsync(store, CancellationToken.None);
            dispatcher.Done(work.Key);
            return result;
        }
        catch (NpgsqlException e)
        {
            WorkflowLog.NotStored(logger, e, work.Key.InstanceId);
            await Task.Delay(WorkDispatcher.DatabasePause, CancellationToken.None);
            dispatcher.PutBack(work.Key);
            throw new ApiException(StatusCodes.Status500InternalServerError, GrpcStatus.Unavailable, "ERR_DATABASE", e.Message, e);
        }
        catch
        {
            dispatcher.PutBack(work.Key);
            throw;
        }
    }
}
