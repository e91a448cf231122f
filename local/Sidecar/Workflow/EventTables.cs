using Google.Protobuf;
using Google.Protobuf.Collections;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>Statements on <c>workflow_history</c> and <c>workflow_inbox</c>.</summary>
internal static class EventTables
{
    /// <summary>Returns the row of the event that is put into the inbox.</summary>
    public const string Arrive = "INSERT INTO workflow_inbox (app_id, instance_id, event) VALUES ($1, $2, $3) RETURNING sequence";

    public static async Task<History> HistoryAsync(NpgsqlDataSource database, string appId, string id, CancellationToken cancellationToken)
    {
        var past = await database.Command("SELECT event FROM workflow_history WHERE app_id = $1 AND instance_id = $2 ORDER BY sequence", appId, id)
            .ListAsync(row => EventsOf(row.GetFieldValue<byte[]>(0)), cancellationToken);
        var inbox = await database.Command("SELECT sequence, event FROM workflow_inbox WHERE app_id = $1 AND instance_id = $2 ORDER BY sequence", appId, id)
            .ListAsync(ReadInbox, cancellationToken);
        return new([.. past.SelectMany(events => events)], inbox);
    }

    /// <summary>Events as one row of the history.</summary>
    public static byte[] RowOf(IEnumerable<HistoryEvent> events) => new HistoryRow { Events = { events } }.ToByteArray();

    public static Task ClearHistoryAsync(NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        connection.Command("DELETE FROM workflow_history WHERE app_id = $1 AND instance_id = $2", appId, id).RunAsync(cancellationToken);

    public static Task DeliverAsync(
        NpgsqlConnection connection, string appId, string id, IEnumerable<HistoryEvent> events, CancellationToken cancellationToken) =>
        connection.Command(
            """
            INSERT INTO workflow_inbox (app_id, instance_id, event)
            SELECT $1, $2, event FROM unnest($3::bytea[]) WITH ORDINALITY AS e (event, n) ORDER BY n
            """,
            appId, id, events.Select(e => e.ToByteArray()).ToArray()).RunAsync(cancellationToken);

    /// <summary>Takes everything out of the inbox.</summary>
    public static async Task<List<(long Row, HistoryEvent Event)>> EmptyInboxAsync(
        NpgsqlConnection connection, string appId, string id, CancellationToken cancellationToken) =>
        [.. (await connection.Command("DELETE FROM workflow_inbox WHERE app_id = $1 AND instance_id = $2 RETURNING sequence, event", appId, id)
            .ListAsync(ReadInbox, cancellationToken)).OrderBy(i => i.Row)];

    private static (long Row, HistoryEvent Event) ReadInbox(NpgsqlDataReader row) =>
        (row.GetInt64(0), HistoryEvent.Parser.ParseFrom(row.GetFieldValue<byte[]>(1)));

    private static RepeatedField<HistoryEvent> EventsOf(byte[] row) =>
        HistoryRow.Parser.ParseFrom(row) is { Events.Count: > 0 } events ? events.Events : [HistoryEvent.Parser.ParseFrom(row)];
}
