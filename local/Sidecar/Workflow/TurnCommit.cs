using Google.Protobuf.WellKnownTypes;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Stores one turn: what was decided, what follows from it, and that its inbox is read.</summary>
internal sealed class TurnCommit(string appId, NpgsqlDataSource database, GroupedWrites writes, TimeProvider time)
{
    /// <summary>Null when the turn is not current any more (ended, purged or started anew meanwhile): then nothing is stored.</summary>
    public async Task<Decisions?> StoreAsync(RememberedInstance remembered, Turn turn, WorkflowResponse response)
    {
        if (!remembered.IsActive || remembered.Instance!.ExecutionId != turn.ExecutionId)
        {
            return null;
        }

        var decisions = new Decisions(turn, response, time.GetUtcNow());
        var state = NextState(remembered.Instance.State, decisions, response);
        if (decisions.ContinuesAsNew)
        {
            await RestartAsync(turn, decisions.Completion!, state);
            remembered.Forget();
            return decisions;
        }

        var next = remembered.Instance with { State = state };
        if (!await writes.TurnAsync(appId, next, turn.InboxRows, decisions.History))
        {
            remembered.Forget();
            return null;
        }

        remembered.History.Turned(decisions.History, turn.InboxRows);
        remembered.Set(next, remembered.History);
        return decisions;
    }

    private WorkflowState NextState(WorkflowState before, Decisions decisions, WorkflowResponse response)
    {
        var state = before.Clone();
        state.WorkflowStatus = decisions.Ends ? decisions.Completion!.WorkflowStatus : WorkflowStatus.Running;
        state.LastUpdatedTimestamp = time.GetUtcNow().ToTimestamp();
        state.CustomStatus = response.CustomStatus ?? before.CustomStatus;
        if (decisions.Ends)
        {
            state.Output = decisions.Completion!.Result;
            state.FailureDetails = decisions.Completion.FailureDetails;
            state.CompletedTimestamp = state.LastUpdatedTimestamp;
        }

        return state;
    }

    /// <summary>Continue-as-new: the same instance with a new input, a new execution id and no history.</summary>
    private async Task RestartAsync(Turn turn, CompleteWorkflowAction completion, WorkflowState state)
    {
        var start = turn.Start.Clone();
        state.Input = start.Input = completion.Result;
        start.Version = completion.NewVersion ?? turn.Start.Version;
        start.ScheduledStartTimestamp = null;
        start.WorkflowInstance = Events.NewExecution(turn.InstanceId, time.GetUtcNow());
        state.ExecutionId = start.WorkflowInstance.ExecutionId;
        var begun = Events.At(time.GetUtcNow(), e => e.ExecutionStarted = start);
        await database.InTransactionAsync(
            async connection =>
            {
                await EventTables.ClearHistoryAsync(connection, appId, turn.InstanceId, CancellationToken.None);
                var arrivedMeanwhile = (await EventTables.EmptyInboxAsync(connection, appId, turn.InstanceId, CancellationToken.None))
                    .Where(i => !turn.InboxRows.Contains(i.Row)).Select(i => i.Event).Where(e => e.EventRaised is not null || e.ExecutionTerminated is not null);
                await EventTables.DeliverAsync(
                    connection, appId, turn.InstanceId, [begun, .. completion.CarryoverEvents, .. arrivedMeanwhile], CancellationToken.None);
                await InstanceTable.UpdateInstanceAsync(connection, appId, new(turn.InstanceId, state.ExecutionId, state), CancellationToken.None);
                return true;
            },
            CancellationToken.None);
    }
}
