using Google.Protobuf.WellKnownTypes;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Stores one turn: what was decided, what follows from it, and that its inbox is read. All in the caller's transaction.</summary>
internal sealed class TurnCommit(string appId, TimeProvider time)
{
    /// <summary>Null when the turn is not current any more (ended, purged or started anew meanwhile): then nothing is stored.</summary>
    public async Task<Decisions?> StoreAsync(NpgsqlConnection connection, Turn turn, WorkflowResponse response, CancellationToken cancellationToken)
    {
        var instance = await InstanceTable.LockInstanceAsync(connection, appId, turn.InstanceId, cancellationToken);
        if (instance is null || instance.IsTerminal || instance.ExecutionId != turn.ExecutionId)
        {
            return null;
        }

        var decisions = new Decisions(turn, response, time.GetUtcNow());
        var state = NextState(instance.State, decisions, response);
        await EventTables.RemoveFromInboxAsync(connection, appId, turn.InstanceId, turn.InboxRows, cancellationToken);
        if (decisions.ContinuesAsNew)
        {
            await RestartAsync(connection, turn, decisions.Completion!, state, cancellationToken);
        }
        else
        {
            await EventTables.AppendHistoryAsync(connection, appId, turn.InstanceId, decisions.History, cancellationToken);
        }

        if (decisions.Ends)
        {
            await EventTables.EmptyInboxAsync(connection, appId, turn.InstanceId, cancellationToken);
        }

        await InstanceTable.UpdateInstanceAsync(connection, appId, new(instance.Id, state.ExecutionId, state), cancellationToken);
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
    private async Task RestartAsync(
        NpgsqlConnection connection, Turn turn, CompleteWorkflowAction completion, WorkflowState state, CancellationToken cancellationToken)
    {
        var start = turn.Start.Clone();
        state.Input = start.Input = completion.Result;
        start.Version = completion.NewVersion ?? turn.Start.Version;
        start.ScheduledStartTimestamp = null;
        start.WorkflowInstance = Events.NewExecution(turn.InstanceId, time.GetUtcNow());
        state.ExecutionId = start.WorkflowInstance.ExecutionId;
        await EventTables.ClearHistoryAsync(connection, appId, turn.InstanceId, cancellationToken);
        var arrivedMeanwhile = (await EventTables.EmptyInboxAsync(connection, appId, turn.InstanceId, cancellationToken)).Where(e => e.EventRaised is not null || e.ExecutionTerminated is not null);
        var begun = Events.At(time.GetUtcNow(), e => e.ExecutionStarted = start);
        await EventTables.DeliverAsync(
            connection, appId, turn.InstanceId, null, [begun, .. completion.CarryoverEvents, .. arrivedMeanwhile], cancellationToken);
    }
}
