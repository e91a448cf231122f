namespace TicketBooking.Sidecar.Workflow;

/// <summary>Stores what workers bring back.</summary>
internal sealed class WorkerAnswers(
    string appId, NpgsqlDataSource database, WorkDispatcher dispatcher, TimeProvider time, ILogger logger)
{
    private readonly TurnCommit _commit = new(appId, time);

    public async Task CompleteTurnAsync(WorkflowResponse response)
    {
        if (dispatcher.Take(response.CompletionToken) is not { Turn: { } turn } work
            || await StoreAsync(work, connection => _commit.StoreAsync(connection, turn, response, CancellationToken.None)) is not { } decisions)
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
            SetGoing(turn.InstanceId, decisions.History);
        }

        dispatcher.Stored.Raise();
    }

    public async Task CompleteActivityAsync(ActivityResponse response)
    {
        if (dispatcher.Take(response.CompletionToken) is { Activity: { } activity } work
            && await StoreAsync(work, connection => EventTables.DeliverAsync(
                connection, appId, work.Key.InstanceId, activity.WorkflowInstance.ExecutionId, [Result(activity, response)], CancellationToken.None)))
        {
            dispatcher.Signal(work.Key.InstanceId);
        }
        else
        {
            WorkflowLog.Stale(logger, response.InstanceId);
        }
    }

    private void SetGoing(string instanceId, List<HistoryEvent> history)
    {
        foreach (var happened in history)
        {
            if (happened.TaskScheduled is not null)
            {
                dispatcher.Enqueue(new(instanceId, happened.EventId));
            }
            else if (happened.TimerCreated is { } timer)
            {
                _ = dispatcher.SignalAtAsync(instanceId, timer.FireAt.ToDateTimeOffset());
            }
        }
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

    // Workers send their answer once. What cannot be stored now is given out again, so that it is not lost.
    private async Task<T> StoreAsync<T>(Work work, Func<NpgsqlConnection, Task<T>> store)
    {
        try
        {
            var result = await database.InTransactionAsync(store, CancellationToken.None);
            dispatcher.Done(work.Key);
            return result;
        }
        catch (Exception e)
        {
            WorkflowLog.NotStored(logger, e, work.Key.InstanceId);
            await Task.Delay(WorkDispatcher.DatabasePause, CancellationToken.None);
            dispatcher.Enqueue(work.Key);
            throw;
        }
    }
}
