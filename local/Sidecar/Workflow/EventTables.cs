using Google.Protobuf;
using Npgsql;
using TicketBooking.DaprWire.Workflow;
using TicketBooking.Sidecar.Database;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_history</c> and <c>workflow_inbox</c>.</summary>
internal static class EventTables
{
    public static Task<List<HistoryEvent>> HistoryAsync(this NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken) =>
        database.Command("select event from workflow_history where app_id = $1 and instance_id = $2 order by sequence", appId, id)
            .ListAsync(row => HistoryEvent.Parser.ParseFrom(row.GetFieldValue<byte[]>(0)), cancellationToken);

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

    public static Task<List<(long Row, HistoryEvent Event)>> InboxAsync(this NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken) =>
        database.Command(SelectInbox, appId, id).ListAsync(ReadInbox, cancellationToken);

    /// <summary>Stores events for an instance that is not over; false when there is none.</summary>
    public static async Task<bool> DeliverAsync(
        this NpgsqlConnection connection, string appId, string id, IEnumerable<HistoryEvent> events, CancellationToken cancellationToken) =>
        await connection.Command(
            """
            insert into workflow_inbox (app_id, instance_id, event)
            select i.app_id, i.instance_id, e.event
            from workflow_instance i, unnest($3::bytea[]) with ordinality as e (event, n)
            where i.app_id = $1 and i.instance_id = $2 and i.status <> all($4) order by e.n
            """,
            appId, id, events.Select(e => e.ToByteArray()).ToArray(), Statuses.Terminal).ExecuteAsync(cancellationToken) > 0;

    public static Task RemoveFromInboxAsync(
        this NpgsqlConnection connection, string appId, string id, IEnumerable<long> rows, CancellationToken cancellationToken) =>
        connection.Command(
            "delete from workflow_inbox where app_id = $1 and instance_id = $2 and sequence = any($3)", appId, id, rows.ToArray())
            .ExecuteAsync(cancellationToken);

    /// <summary>Takes everything out of the inbox.</summary>
    public static async Task<IReadOnlyList<HistoryEvent>> EmptyInboxAsync(
        this NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken)
    {
        var inbox = await connection.Command(SelectInbox, appId, id).ListAsync(ReadInbox, cancellationToken);
        await connection.RemoveFromInboxAsync(appId, id, inbox.Select(i => i.Row), cancellationToken);
        return [.. inbox.Select(i => i.Event)];
    }

    public static Task<List<string>> InstancesWithInboxAsync(this NpgsqlDataSource database, string appId, CancellationToken cancellationToken) =>
        database.Command("select distinct instance_id from workflow_inbox where app_id = $1", appId)
            .ListAsync(row => row.GetString(0), cancellationToken);

    private const string SelectInbox = "select sequence, event from workflow_inbox where app_id = $1 and instance_id = $2 order by sequence";

    private static (long Row, HistoryEvent Event) ReadInbox(NpgsqlDataReader row) =>
        (row.GetInt64(0), HistoryEvent.Parser.ParseFrom(row.GetFieldValue<byte[]>(1)));
}
