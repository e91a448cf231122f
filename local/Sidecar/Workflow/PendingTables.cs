using Google.Protobuf;
using Npgsql;
using TicketBooking.DaprWire.Workflow;
using TicketBooking.Sidecar.Database;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_activity</c> and <c>workflow_timer</c>: what instances wait for.</summary>
internal static class PendingTables
{
    public static Task AddActivitiesAsync(
        this NpgsqlConnection connection, string appId, string id, IReadOnlyList<ActivityRequest> activities, CancellationToken cancellationToken) =>
        connection.Command(
            """
            insert into workflow_activity (app_id, instance_id, task_id, execution_id, request)
            select $1, $2, * from unnest($3::int[], $4::text[], $5::bytea[])
            """,
            appId, id,
            activities.Select(a => a.TaskId).ToArray(),
            activities.Select(a => a.TaskExecutionId).ToArray(),
            activities.Select(a => a.ToByteArray()).ToArray()).ExecuteAsync(cancellationToken);

    public static async Task<ActivityRequest?> FindActivityAsync(
        this NpgsqlDataSource database, string appId, string id, int taskId, CancellationToken cancellationToken) =>
        (await database.Command("select request from workflow_activity where app_id = $1 and instance_id = $2 and task_id = $3", appId, id, taskId)
            .ListAsync(row => ActivityRequest.Parser.ParseFrom(row.GetFieldValue<byte[]>(0)), cancellationToken)).SingleOrDefault();

    /// <summary>False when this attempt is not waited for any more.</summary>
    public static async Task<bool> RemoveActivityAsync(
        this NpgsqlConnection connection, string appId, ActivityRequest activity, CancellationToken cancellationToken) =>
        await connection.Command(
            "delete from workflow_activity where app_id = $1 and instance_id = $2 and task_id = $3 and execution_id = $4",
            appId, activity.WorkflowInstance.InstanceId, activity.TaskId, activity.TaskExecutionId).ExecuteAsync(cancellationToken) == 1;

    public static Task<List<WorkKey>> PendingActivitiesAsync(this NpgsqlDataSource database, string appId, CancellationToken cancellationToken) =>
        database.Command("select instance_id, task_id from workflow_activity where app_id = $1", appId)
            .ListAsync(row => new WorkKey(row.GetString(0), row.GetInt32(1)), cancellationToken);

    public static Task AddTimersAsync(
        this NpgsqlConnection connection, string appId, string id, IReadOnlyList<NewTimer> timers, CancellationToken cancellationToken) =>
        connection.Command(
            """
            insert into workflow_timer (app_id, instance_id, id, fire_at, event)
            select $1, $2, * from unnest($3::uuid[], $4::timestamptz[], $5::bytea[])
            """,
            appId, id,
            timers.Select(t => t.Id).ToArray(),
            timers.Select(t => t.FireAt).ToArray(),
            timers.Select(t => t.Event.ToByteArray()).ToArray()).ExecuteAsync(cancellationToken);

    /// <summary>Takes a timer out; null when its instance no longer waits for it.</summary>
    public static async Task<(string InstanceId, HistoryEvent Event)?> TakeTimerAsync(
        this NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        var rows = await connection.Command("delete from workflow_timer where id = $1 returning instance_id, event", id)
            .ListAsync(row => (row.GetString(0), HistoryEvent.Parser.ParseFrom(row.GetFieldValue<byte[]>(1))), cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    public static Task<List<(Guid Id, DateTimeOffset FireAt)>> PendingTimersAsync(
        this NpgsqlDataSource database, string appId, CancellationToken cancellationToken) =>
        database.Command("select id, fire_at from workflow_timer where app_id = $1", appId)
            .ListAsync(row => (row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1)), cancellationToken);

    /// <summary>Forgets everything an instance waits for.</summary>
    public static async Task ClearPendingAsync(this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken)
    {
        await connection.Command("delete from workflow_activity where app_id = $1 and instance_id = $2", appId, id).ExecuteAsync(cancellationToken);
        await connection.Command("delete from workflow_timer where app_id = $1 and instance_id = $2", appId, id).ExecuteAsync(cancellationToken);
    }
}
