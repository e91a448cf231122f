using Google.Protobuf;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_instance</c>.</summary>
internal static class InstanceTable
{
    private const string Select = "SELECT instance_id, execution_id, state FROM workflow_instance WHERE app_id = $1 AND instance_id = $2";

    public static async Task<Instance?> FindAsync(NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken) =>
        (await database.Command(Select, appId, id).ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>Locks the row against other turns; events for it can still be stored meanwhile.</summary>
    public static async Task<Instance?> LockInstanceAsync(NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        (await connection.Command(Select + " FOR NO KEY UPDATE", appId, id).ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>False when the id is taken. It is free again when its instance has ended; that one loses its history.</summary>
    public static async Task<bool> TryCreateAsync(NpgsqlConnection connection, string appId, Instance instance, CancellationToken cancellationToken)
    {
        await PurgeAsync(connection, appId, instance.Id, cancellationToken);
        return await connection.Command(
            """
            INSERT INTO workflow_instance (app_id, instance_id, execution_id, name, status, state)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
            """,
            appId, instance.Id, instance.ExecutionId, instance.State.Name, (short)instance.State.WorkflowStatus, instance.State.ToByteArray())
            .RunAsync(cancellationToken) == 1;
    }

    public static Task<List<string>> ActiveInstancesAsync(NpgsqlDataSource database, string appId, CancellationToken cancellationToken) =>
        database.Command("SELECT instance_id FROM workflow_instance WHERE app_id = $1 AND status <> ALL($2)", appId, Instance.TerminalStatuses)
            .ListAsync(row => row.GetString(0), cancellationToken);

    public static Task UpdateInstanceAsync(NpgsqlConnection connection, string appId, Instance instance, CancellationToken cancellationToken) =>
        connection.Command(
            """
            UPDATE workflow_instance SET execution_id = $3, status = $4, state = $5, completed_at = $6
            WHERE app_id = $1 AND instance_id = $2
            """,
            appId, instance.Id, instance.ExecutionId, (short)instance.State.WorkflowStatus, instance.State.ToByteArray(),
            instance.State.CompletedTimestamp?.ToDateTimeOffset()).RunAsync(cancellationToken);

    /// <summary>Deletes an instance if it has ended.</summary>
    public static async Task<bool> PurgeAsync(NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        await connection.Command(
            "DELETE FROM workflow_instance WHERE app_id = $1 AND instance_id = $2 AND status = ANY($3)", appId, id, Instance.TerminalStatuses)
            .RunAsync(cancellationToken) == 1;

    public static Task<int> PurgeEndedBeforeAsync(NpgsqlDataSource database, DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Command("DELETE FROM workflow_instance WHERE completed_at < $1", before).RunAsync(cancellationToken);

    private static Instance Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), WorkflowState.Parser.ParseFrom(row.GetFieldValue<byte[]>(2)));
}
