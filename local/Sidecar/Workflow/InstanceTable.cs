using Google.Protobuf;
using Npgsql;
using TicketBooking.DaprWire.Workflow;
using TicketBooking.Sidecar.Database;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_instance</c>.</summary>
internal static class InstanceTable
{
    private const string Columns = "instance_id, execution_id, state, parent_instance_id, parent_task_id";

    public static async Task<Instance?> FindAsync(this NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken) =>
        (await database.Command($"select {Columns} from workflow_instance where app_id = $1 and instance_id = $2", appId, id)
            .ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>Locks the row against other turns; events for it can still be stored meanwhile.</summary>
    public static async Task<Instance?> LockInstanceAsync(this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        (await connection.Command($"select {Columns} from workflow_instance where app_id = $1 and instance_id = $2 for no key update", appId, id)
            .ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>False when there is one with this id already.</summary>
    public static async Task<bool> InsertInstanceAsync(this NpgsqlConnection connection, string appId, Instance instance, CancellationToken cancellationToken) =>
        await connection.Command(
            """
            insert into workflow_instance (app_id, instance_id, execution_id, name, status, state, parent_instance_id, parent_task_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing
            """,
            appId, instance.Id, instance.ExecutionId, instance.State.Name, (short)instance.State.WorkflowStatus, instance.State.ToByteArray(), instance.ParentId, instance.ParentTaskId)
            .ExecuteAsync(cancellationToken) == 1;

    public static Task UpdateInstanceAsync(this NpgsqlConnection connection, string appId, Instance instance, CancellationToken cancellationToken) =>
        connection.Command(
            """
            update workflow_instance set execution_id = $3, status = $4, state = $5, completed_at = $6
            where app_id = $1 and instance_id = $2
            """,
            appId, instance.Id, instance.ExecutionId, (short)instance.State.WorkflowStatus, instance.State.ToByteArray(),
            instance.State.CompletedTimestamp?.ToDateTimeOffset()).ExecuteAsync(cancellationToken);

    public static Task DeleteInstanceAsync(this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        connection.Command("delete from workflow_instance where app_id = $1 and instance_id = $2", appId, id).ExecuteAsync(cancellationToken);

    public static Task<List<string>> RunningChildrenAsync(this NpgsqlConnection connection, string appId, string parentId, CancellationToken cancellationToken) =>
        connection.Command(
            "select instance_id from workflow_instance where app_id = $1 and parent_instance_id = $2 and status <> all($3)",
            appId, parentId, Statuses.Terminal).ListAsync(row => row.GetString(0), cancellationToken);

    /// <summary>Children of an earlier generation report to nobody.</summary>
    public static Task DisownChildrenAsync(this NpgsqlConnection connection, string appId, string parentId, CancellationToken cancellationToken) =>
        connection.Command(
            "update workflow_instance set parent_instance_id = null, parent_task_id = null where app_id = $1 and parent_instance_id = $2",
            appId, parentId).ExecuteAsync(cancellationToken);

    /// <summary>Deletes an ended instance and, if asked, those that it started and that have ended too.</summary>
    public static Task<int> PurgeAsync(this NpgsqlDataSource database, string appId, string id, bool recursive, CancellationToken cancellationToken) =>
        database.Command(
            """
            with recursive tree as (
              select instance_id from workflow_instance where app_id = $1 and instance_id = $2
              union
              select c.instance_id from workflow_instance c join tree t on c.parent_instance_id = t.instance_id where c.app_id = $1 and $3)
            delete from workflow_instance where app_id = $1 and instance_id in (select instance_id from tree) and status = any($4)
            """,
            appId, id, recursive, Statuses.Terminal).ExecuteAsync(cancellationToken);

    /// <summary>Whether anything that the instance started, or what that started, still runs.</summary>
    public static async Task<bool> HasRunningDescendantsAsync(this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        await connection.Command(
            """
            with recursive tree as (
              select instance_id, status from workflow_instance where app_id = $1 and parent_instance_id = $2
              union
              select c.instance_id, c.status from workflow_instance c join tree t on c.parent_instance_id = t.instance_id where c.app_id = $1)
            select exists (select from tree where status <> all($3))
            """,
            appId, id, Statuses.Terminal).ScalarAsync<bool>(cancellationToken);

    public static Task<int> PurgeEndedBeforeAsync(this NpgsqlDataSource database, DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Command("delete from workflow_instance where completed_at < $1", before).ExecuteAsync(cancellationToken);

    private static Instance Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        WorkflowState.Parser.ParseFrom(row.GetFieldValue<byte[]>(2)),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetInt32(4));
}
