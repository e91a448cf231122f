using Npgsql;
using TicketBooking.DaprWire.Workflow;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Reads from the database what a worker needs for one piece of work.</summary>
internal sealed class WorkLoader(string appId, NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Null when there is nothing to do (any more).</summary>
    public async Task<Work?> LoadAsync(WorkKey key, CancellationToken cancellationToken) =>
        key.TaskId is { } taskId ? await LoadActivityAsync(key, taskId, cancellationToken) : await LoadTurnAsync(key, cancellationToken);

    private async Task<Work?> LoadActivityAsync(WorkKey key, int taskId, CancellationToken cancellationToken)
    {
        var request = await database.FindActivityAsync(appId, key.InstanceId, taskId, cancellationToken);
        return request is null ? null : new(key, null, request, new WorkItem { ActivityRequest = request, CompletionToken = NewToken() });
    }

    private async Task<Work?> LoadTurnAsync(WorkKey key, CancellationToken cancellationToken)
    {
        var instance = await database.FindAsync(appId, key.InstanceId, cancellationToken);
        var inbox = await database.InboxAsync(appId, key.InstanceId, cancellationToken);
        if (instance is null || inbox.Count == 0)
        {
            return null;
        }

        if (instance.IsTerminal)
        {
            await ForgetAsync(key, inbox.Select(i => i.Row), cancellationToken);
            return null;
        }

        var history = await database.HistoryAsync(appId, key.InstanceId, cancellationToken);
        var started = Events.At(time.GetUtcNow(), e => e.WorkflowStarted = new WorkflowStartedEvent());
        List<HistoryEvent> news = [started, .. Events.InTurnOrder(inbox.Select(i => i.Event))];
        var start = history.Concat(news).Select(e => e.ExecutionStarted).FirstOrDefault(s => s is not null);
        return start is null
            ? null // Raised before a start that is scheduled for later: it waits in the inbox.
            : NewTurn(new(instance.Id, instance.ExecutionId, [.. inbox.Select(i => i.Row)], news, start), history, key);
    }

    private static Work NewTurn(Turn turn, IEnumerable<HistoryEvent> history, WorkKey key)
    {
        var request = new WorkflowRequest { InstanceId = turn.InstanceId, ExecutionId = turn.ExecutionId };
        request.PastEvents.Add(history);
        request.NewEvents.Add(turn.NewEvents);
        return new(key, turn, null, new WorkItem { WorkflowRequest = request, CompletionToken = NewToken() });
    }

    // Arrived in the moment in which the instance ended.
    private async Task ForgetAsync(WorkKey key, IEnumerable<long> rows, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.RemoveFromInboxAsync(appId, key.InstanceId, rows, cancellationToken);
    }

    private static string NewToken() => Guid.CreateVersion7().ToString("N");
}
