using Google.Protobuf.WellKnownTypes;
using Npgsql;
using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Stores one turn: what was decided, what follows from it, and that its inbox is read. All in the caller's transaction.</summary>
internal sealed class TurnCommit(string appId, InstanceFactory factory, TimeProvider time)
{
    /// <summary>Null when the turn is not current any more (ended, purged or started anew meanwhile): then nothing is stored.</summary>
    public async Task<TurnEffects?> StoreAsync(NpgsqlConnection connection, Turn turn, WorkflowResponse response, CancellationToken cancellationToken)
    {
        var instance = await connection.LockInstanceAsync(appId, turn.InstanceId, cancellationToken);
        if (instance is null || instance.IsTerminal || instance.ExecutionId != turn.ExecutionId)
        {
            return null;
        }

        var decisions = new Decisions(turn, response, factory, time.GetUtcNow());
        var effects = new TurnEffects();
        var state = NextState(instance.State, decisions, response);
        await connection.RemoveFromInboxAsync(appId, turn.InstanceId, turn.InboxRows, cancellationToken);
        if (decisions.ContinuesAsNew)
        {
            state.ExecutionId = await RestartAsync(connection, turn, decisions, effects, cancellationToken);
            state.Input = decisions.Completion!.Result;
        }
        else
        {
            await connection.AppendHistoryAsync(appId, turn.InstanceId, decisions.History, cancellationToken);
            await (decisions.Ends
                ? EndAsync(connection, instance, decisions, effects, cancellationToken)
                : WaitAsync(connection, turn, decisions, effects, cancellationToken));
        }

        await StartChildrenAsync(connection, turn, decisions, effects, cancellationToken);
        await SendAsync(connection, decisions.Sent, effects, cancellationToken);
        await connection.UpdateInstanceAsync(appId, instance with { ExecutionId = state.ExecutionId, State = state }, cancellationToken);
        return effects;
    }

    private WorkflowState NextState(WorkflowState before, Decisions decisions, WorkflowResponse response)
    {
        var state = before.Clone();
        state.WorkflowStatus = decisions.Ends ? decisions.Completion!.WorkflowStatus : decisions.Pace ?? before.WorkflowStatus;
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

    private async Task WaitAsync(NpgsqlConnection connection, Turn turn, Decisions decisions, TurnEffects effects, CancellationToken cancellationToken)
    {
        if (decisions.Activities.Count > 0)
        {
            await connection.AddActivitiesAsync(appId, turn.InstanceId, decisions.Activities, cancellationToken);
            effects.Activities.AddRange(decisions.Activities.Select(a => new WorkKey(turn.InstanceId, a.TaskId)));
        }

        if (decisions.Timers.Count > 0)
        {
            await connection.AddTimersAsync(appId, turn.InstanceId, decisions.Timers, cancellationToken);
            effects.Timers.AddRange(decisions.Timers);
        }
    }

    private async Task<string> RestartAsync(
        NpgsqlConnection connection, Turn turn, Decisions decisions, TurnEffects effects, CancellationToken cancellationToken)
    {
        await connection.ClearPendingAsync(appId, turn.InstanceId, cancellationToken);
        await connection.ClearHistoryAsync(appId, turn.InstanceId, cancellationToken);
        await connection.DisownChildrenAsync(appId, turn.InstanceId, cancellationToken);
        var arrivedMeanwhile = await connection.EmptyInboxAsync(appId, turn.InstanceId, cancellationToken);
        var start = factory.NextGeneration(turn, decisions.Completion!);
        await connection.DeliverAsync(
            appId,
            turn.InstanceId,
            [start, .. decisions.Completion!.CarryoverEvents, .. arrivedMeanwhile.Where(Events.OutlivesGeneration)],
            cancellationToken);
        effects.Signalled.Add(turn.InstanceId);
        return start.ExecutionStarted.WorkflowInstance.ExecutionId;
    }

    private async Task EndAsync(NpgsqlConnection connection, Instance instance, Decisions decisions, TurnEffects effects, CancellationToken cancellationToken)
    {
        await connection.ClearPendingAsync(appId, instance.Id, cancellationToken);
        await connection.EmptyInboxAsync(appId, instance.Id, cancellationToken);
        if (instance is { ParentId: { } parent, ParentTaskId: { } taskId })
        {
            await SendAsync(connection, [(parent, ChildEvents.Ended(taskId, decisions.Completion!, time.GetUtcNow()))], effects, cancellationToken);
        }

        if (decisions.RecursiveTermination is { } termination)
        {
            var children = await connection.RunningChildrenAsync(appId, instance.Id, cancellationToken);
            await SendAsync(
                connection, [.. children.Select(c => (c, Events.At(time.GetUtcNow(), e => e.ExecutionTerminated = termination)))], effects, cancellationToken);
        }
    }

    private async Task StartChildrenAsync(
        NpgsqlConnection connection, Turn turn, Decisions decisions, TurnEffects effects, CancellationToken cancellationToken)
    {
        foreach (var (child, taskId) in decisions.Children)
        {
            var started = await Creation.TryCreateAsync(connection, appId, child, cancellationToken);
            var (to, news) = started
                ? (child.Instance.Id, child.Start)
                : (turn.InstanceId, ChildEvents.Refused(taskId, child.Instance.Id, time.GetUtcNow()));
            await SendAsync(connection, [(to, news)], effects, cancellationToken);
        }
    }

    // An event for an instance that is over, or never was, has no reader.
    private async Task SendAsync(
        NpgsqlConnection connection, IReadOnlyList<(string InstanceId, HistoryEvent Event)> sent, TurnEffects effects, CancellationToken cancellationToken)
    {
        foreach (var (to, news) in sent)
        {
            if (await connection.DeliverAsync(appId, to, [news], cancellationToken))
            {
                effects.Signalled.Add(to);
            }
        }
    }
}
