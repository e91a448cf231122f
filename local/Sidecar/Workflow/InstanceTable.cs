using Google.Protobuf;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_instance</c>.</summary>
internal static class InstanceTable
{
    private const string Select = "select instance_id, execution_id, state from workflow_instance where app_id = $1 and instance_id = $2";

    public static async Task<Instance?> FindAsync(this NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken) =>
        (await database.Command(Select, appId, id).ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>Locks the row against other turns; events for it can still be stored meanwhile.</summary>
    public static async Task<Instance?> LockInstanceAsync(this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        (await connection.Command(Select + " for no key update", appId, id).ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>False when the id is taken. It is free again when its instance has ended; that one loses its history.</summary>
    public static async Task<bool> TryCreateAsync(this NpgsqlConnection connection, string appId, Instance instance, CancellationToken cancellationToken)
    {
        await connection.PurgeAsync(appId, instance.Id, cancellationToken);
        return await connection.Command(
            """
            insert into workflow_instance (app_id, instance_id, execution_id, name, status, state)
            values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """,
            appId, instance.Id, instance.ExecutionId, instance.State.Name, (short)instance.State.WorkflowStatus, instance.State.ToByteArray())
            .ExecuteAsync(cancellationToken) == 1;
    }

    public static Task<List<string>> ActiveInstancesAsync(this NpgsqlDataSource database, string appId, CancellationToken cancellationToken) =>
        database.Command("select instance_id from workflow_instance where app_id = $1 and status <> all($2)", appId, Instance.TerminalStatuses)
            .ListAsync(row => row.GetString(0), cancellationToken);

    public static Task UpdateInstanceAsync(this NpgsqlConnection connection, string appId, Instance instance, CancellationToken cancellationToken) =>
        connection.Command(
            """
            update workflow_instance set execution_id = $3, status = $4, state = $5, completed_at = $6
            where app_id = $1 and instance_id = $2
            """,
            appId, instance.Id, instance.ExecutionId, (short)instance.State.WorkflowStatus, instance.State.ToByteArray(),
            instance.State.CompletedTimestamp?.ToDateTimeOffset()).ExecuteAsync(cancellationToken);

    /// <summary>Deletes an instance if it has ended.</summary>
    public static async Task<bool> PurgeAsync(this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        await connection.Command(
            "delete from workflow_instance where app_id = $1 and instance_id = $2 and status = any($3)", appId, id, Instance.TerminalStatuses)
            .ExecuteAsync(cancellationToken) == 1;

    public static Task<int> PurgeEndedBeforeAsync(this NpgsqlDataSource database, DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Command("delete from workflow_instance where completed_at < $1", before).ExecuteAsync(cancellationToken);

    private static Instance Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), WorkflowState.Parser.ParseFrom(row.GetFieldValue<byte[]>(2)));
}
