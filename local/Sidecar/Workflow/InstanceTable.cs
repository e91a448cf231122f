using Google.Protobuf;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_instance</c>, and those on all that belongs to an instance (migration 0005).</summary>
internal static class InstanceTable
{
    private const string Start = "SELECT workflow_start($1, $2, $3, $4, $5, $6, $7, $8)";
    private const string Turn = "SELECT workflow_turn($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9)";
    private const string Purge = "SELECT workflow_purge($1, $2, $3)";

    public static Task<Instance?> FindAsync(NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken) =>
        database.Command("SELECT instance_id, execution_id, state FROM workflow_instance WHERE app_id = $1 AND instance_id = $2", appId, id)
            .FirstAsync(Read, cancellationToken);

    public static Task<List<string>> ActiveInstancesAsync(NpgsqlDataSource database, string appId, CancellationToken cancellationToken) =>
        database.Command("SELECT instance_id FROM workflow_instance WHERE app_id = $1 AND status <> ALL($2)", appId, Instance.TerminalStatuses)
            .ListAsync(row => row.GetString(0), cancellationToken);

    /// <summary>Returns the row of its start in the inbox; null when the id is taken.</summary>
    public static Task<long?> StartAsync(this GroupedWrites writes, string appId, Instance instance, HistoryEvent start) => writes.WriteAsync<long?>(
        Start, appId, instance.Id, instance.ExecutionId, instance.State.Name, (short)instance.State.WorkflowStatus, instance.State.ToByteArray(),
        start.ToByteArray(), Instance.TerminalStatuses);

    /// <summary>False when the turn is not current any more.</summary>
    public static Task<bool> TurnAsync(this GroupedWrites writes, string appId, Instance instance, IReadOnlyList<long> read, IEnumerable<HistoryEvent> events) =>
        writes.WriteAsync<bool>(
            Turn, appId, instance.Id, instance.ExecutionId, read.ToArray(), EventTables.RowOf(events), (short)instance.State.WorkflowStatus,
            instance.State.ToByteArray(), instance.State.CompletedTimestamp?.ToDateTimeOffset(), Instance.TerminalStatuses);

    /// <summary>Deletes an instance if it has ended.</summary>
    public static Task<bool> PurgeAsync(this GroupedWrites writes, string appId, string id) =>
        writes.WriteAsync<bool>(Purge, appId, id, Instance.TerminalStatuses);

    /// <summary>For continue-as-new: the instance goes on as another execution.</summary>
    public static Task UpdateInstanceAsync(NpgsqlConnection connection, string appId, Instance instance, CancellationToken cancellationToken) =>
        connection.Command(
            "UPDATE workflow_instance SET execution_id = $3, status = $4, state = $5 WHERE app_id = $1 AND instance_id = $2",
            appId, instance.Id, instance.ExecutionId, (short)instance.State.WorkflowStatus, instance.State.ToByteArray()).RunAsync(cancellationToken);

    public static Task PurgeEndedBeforeAsync(NpgsqlDataSource database, DateTimeOffset before, CancellationToken cancellationToken) => database.Command(
        """
        SELECT workflow_purge(app_id, instance_id, $2) FROM workflow_instance WHERE completed_at < $1
        """,
        before, Instance.TerminalStatuses).RunAsync(cancellationToken);

    private static Instance Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), WorkflowState.Parser.ParseFrom(row.GetFieldValue<byte[]>(2)));
}
