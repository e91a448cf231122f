using Google.Protobuf;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Stores what workers bring back.</summary>
internal sealed class WorkerAnswers(
    string appId, NpgsqlDataSource database, InstanceMemory memory, GroupedWrites writes, WorkDispatcher dispatcher, TimeProvider time, ILogger logger)
{
    private readonly TurnCommit _commit = new(appId, database, writes, time);

    public async Task CompleteTurnAsync(WorkflowResponse response)
    {
        if (dispatcher.Take(response.CompletionToken) is not { Turn: { } turn } work
            || await StoreAsync(work, remembered => _commit.StoreAsync(remembered, turn, response)) is not { } decisions)
        {
            WorkflowLog.Stale(logger, response.InstanceId);
            return;
        }

        if (decisions.ContinuesAsNew)
        {
            dispatcher.Signal(turn.InstanceId);
        }
        else if (!decisions.Ends)
        {
            dispatcher.SetGoing(turn.InstanceId, decisions.History);
        }

        dispatcher.Stored.Raise();
    }

    public async Task CompleteActivityAsync(ActivityResponse response)
    {
        if (dispatcher.Take(response.CompletionToken) is { Activity: { } activity } work
            && await StoreAsync(work, remembered => StoreAsync(remembered, activity, response)))
        {
            dispatcher.Signal(work.Key.InstanceId);
        }
        else
        {
            WorkflowLog.Stale(logger, response.InstanceId);
        }
    }

    private async Task<bool> StoreAsync(RememberedInstance remembered, ActivityRequest activity, ActivityResponse response)
    {
        if (!remembered.IsActive || remembered.Instance!.ExecutionId != activity.WorkflowInstance.ExecutionId)
        {
            return false;
        }

        var result = Result(activity, response);
        remembered.History.Arrived(await writes.WriteAsync<long>(EventTables.Arrive, appId, remembered.Instance.Id, result.ToByteArray()), result);
        return true;
    }

    private HistoryEvent Result(ActivityRequest activity, ActivityResponse response) => Events.At(time.GetUtcNow(), e =>
    {
        if (response.FailureDetails is null)
        {
            e.TaskCompleted = new() { TaskScheduledId = activity.TaskId, Result = response.Result, TaskExecutionId = activity.TaskExecutionId };
        }
        else
        {
            e.TaskFailed = new() { TaskScheduledId = activity.TaskId, FailureDetails = response.FailureDetails, TaskExecutionId = activity.TaskExecutionId };
        }
    });

    // Workers send their answer once. What cannot be stored now is given out again, so that it is not lost. It may have been stored all the same:
    // then its instance, read anew, has activities and timers that are not set going yet.
    private async Task<T> StoreAsync<T>(Work work, Func<RememberedInstance, Task<T>> store)
    {
        try
        {
            var result = await memory.UseAsync(work.Key.InstanceId, remembered => ForgettingAsync(remembered, store), CancellationToken.None);
            dispatcher.Done(work.Key);
            return result;
        }
        catch (Exception e)
        {
            WorkflowLog.NotStored(logger, e, work.Key.InstanceId);
            await Task.Delay(WorkDispatcher.DatabasePause, CancellationToken.None);
            dispatcher.EnqueueUncertain(work.Key);
            throw;
        }
    }

    private static async Task<T> ForgettingAsync<T>(RememberedInstance remembered, Func<RememberedInstance, Task<T>> store)
    {
        try
        {
            return await store(remembered);
        }
        catch
        {
            remembered.Forget();
            throw;
        }
    }
}
