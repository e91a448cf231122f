using Google.Protobuf;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_history</c> and <c>workflow_inbox</c>.</summary>
internal static class EventTables
{
    public static async Task<History> HistoryAsync(NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken)
    {
        // The inbox first: what a turn moves from there to the history in between is seen twice rather than not at all.
        var inbox = await database.Command("SELECT sequence, event FROM workflow_inbox WHERE app_id = $1 AND instance_id = $2 ORDER BY sequence", appId, id)
            .ListAsync(ReadInbox, cancellationToken);
        var past = await database.Command("SELECT event FROM workflow_history WHERE app_id = $1 AND instance_id = $2 ORDER BY sequence", appId, id)
            .ListAsync(row => HistoryEvent.Parser.ParseFrom(row.GetFieldValue<byte[]>(0)), cancellationToken);
        return new(past, inbox);
    }

    public static Task AppendHistoryAsync(
        NpgsqlConnection connection, string appId, string id, IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken) =>
        connection.Command(
            """
            INSERT INTO workflow_history (app_id, instance_id, event)
            SELECT $1, $2, event FROM unnest($3::bytea[]) WITH ORDINALITY AS e (event, n) ORDER BY n
            """,
            appId, id, events.Select(e => e.ToByteArray()).ToArray()).RunAsync(cancellationToken);

    public static Task ClearHistoryAsync(NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        connection.Command("DELETE FROM workflow_history WHERE app_id = $1 AND instance_id = $2", appId, id).RunAsync(cancellationToken);

    /// <summary>Stores events for an instance that is not over; false when there is none, or when it is in another execution than the one named.</summary>
    public static async Task<bool> DeliverAsync(
        NpgsqlConnection connection, string appId, string id, string? executionId, IEnumerable<HistoryEvent> events, CancellationToken cancellationToken) =>
        await connection.Command(
            """
            INSERT INTO workflow_inbox (app_id, instance_id, event)
            SELECT i.app_id, i.instance_id, e.event
            FROM workflow_instance i, unnest($4::bytea[]) WITH ORDINALITY AS e (event, n)
            WHERE i.app_id = $1 AND i.instance_id = $2 AND ($3::text IS NULL OR i.execution_id = $3) AND i.status <> ALL($5) ORDER BY e.n
            """,
            appId, id, executionId, events.Select(e => e.ToByteArray()).ToArray(), Instance.TerminalStatuses).RunAsync(cancellationToken) > 0;

    public static Task RemoveFromInboxAsync(
        NpgsqlConnection connection, string appId, string id, IReadOnlyList<long> rows, CancellationToken cancellationToken) =>
        connection.Command(
            "DELETE FROM workflow_inbox WHERE app_id = $1 AND instance_id = $2 AND sequence = ANY($3)", appId, id, rows.ToArray())
            .RunAsync(cancellationToken);

    /// <summary>Takes everything out of the inbox.</summary>
    public static async Task<IEnumerable<HistoryEvent>> EmptyInboxAsync(
        NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        (await connection.Command("DELETE FROM workflow_inbox WHERE app_id = $1 AND instance_id = $2 RETURNING sequence, event", appId, id)
            .ListAsync(ReadInbox, cancellationToken)).OrderBy(i => i.Row).Select(i => i.Event);

    private static (long Row, HistoryEvent Event) ReadInbox(NpgsqlDataReader row) =>
        (row.GetInt64(0), HistoryEvent.Parser.ParseFrom(row.GetFieldValue<byte[]>(1)));
}
