using Google.Protobuf;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_history</c> and <c>workflow_inbox</c>.</summary>
internal static class EventTables
{
    public static async Task<History> HistoryAsync(this NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken)
    {
        // The inbox first: what a turn moves from there to the history in between is seen twice rather than not at all.
        var inbox = await database.Command("select sequence, event from workflow_inbox where app_id = $1 and instance_id = $2 order by sequence", appId, id)
            .ListAsync(ReadInbox, cancellationToken);
        var past = await database.Command("select event from workflow_history where app_id = $1 and instance_id = $2 order by sequence", appId, id)
            .ListAsync(row => HistoryEvent.Parser.ParseFrom(row.GetFieldValue<byte[]>(0)), cancellationToken);
        return new(past, inbox);
    }

    public static Task AppendHistoryAsync(
        this NpgsqlConnection connection, string appId, string id, IReadOnlyList<HistoryEvent> events, CancellationToken cancellationToken) =>
        connection.Command(
            """
            insert into workflow_history (app_id, instance_id, event)
            select $1, $2, event from unnest($3::bytea[]) with ordinality as e (event, n) order by n
            """,
            appId, id, events.Select(e => e.ToByteArray()).ToArray()).ExecuteAsync(cancellationToken);

    public static Task ClearHistoryAsync(this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        connection.Command("delete from workflow_history where app_id = $1 and instance_id = $2", appId, id).ExecuteAsync(cancellationToken);

    /// <summary>Stores events for an instance that is not over; false when there is none, or when it is in another execution than the one named.</summary>
    public static async Task<bool> DeliverAsync(
        this NpgsqlConnection connection, string appId, string id, string? executionId, IEnumerable<HistoryEvent> events, CancellationToken cancellationToken) =>
        await connection.Command(
            """
            insert into workflow_inbox (app_id, instance_id, event)
            select i.app_id, i.instance_id, e.event
            from workflow_instance i, unnest($4::bytea[]) with ordinality as e (event, n)
            where i.app_id = $1 and i.instance_id = $2 and ($3::text is null or i.execution_id = $3) and i.status <> all($5) order by e.n
            """,
            appId, id, executionId, events.Select(e => e.ToByteArray()).ToArray(), Instance.TerminalStatuses).ExecuteAsync(cancellationToken) > 0;

    public static Task RemoveFromInboxAsync(
        this NpgsqlConnection connection, string appId, string id, IReadOnlyList<long> rows, CancellationToken cancellationToken) =>
        connection.Command(
            "delete from workflow_inbox where app_id = $1 and instance_id = $2 and sequence = any($3)", appId, id, rows.ToArray())
            .ExecuteAsync(cancellationToken);

    /// <summary>Takes everything out of the inbox.</summary>
    public static async Task<IEnumerable<HistoryEvent>> EmptyInboxAsync(
        this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        (await connection.Command("delete from workflow_inbox where app_id = $1 and instance_id = $2 returning sequence, event", appId, id)
            .ListAsync(ReadInbox, cancellationToken)).OrderBy(i => i.Row).Select(i => i.Event);

    private static (long Row, HistoryEvent Event) ReadInbox(NpgsqlDataReader row) =>
        (row.GetInt64(0), HistoryEvent.Parser.ParseFrom(row.GetFieldValue<byte[]>(1)));
}
