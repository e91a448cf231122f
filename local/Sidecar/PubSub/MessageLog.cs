using System.Collections.Concurrent;
using System.Text.Json;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Keeps published messages in order, per topic and partition, and each group's position. Wakes readers that wait at the end.
/// </summary>
internal sealed class MessageLog(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<(string PubSub, string Topic, short Partition), AsyncSignal> _arrivals = new();

    public AsyncSignal Arrivals(string pubsub, string topic, short partition) => _arrivals.GetOrAdd((pubsub, topic, partition), _ => new());

    /// <summary>Appends in the order given, in one transaction, and wakes the readers. Only <see cref="LogWriter"/> calls it, once at a time.</summary>
    public async Task AppendAsync(IReadOnlyList<NewMessage> messages)
    {
        await database.Command(
            """
            INSERT INTO pubsub_message (pubsub, topic, partition, key, metadata, data)
            SELECT pubsub, topic, partition, key, metadata::jsonb, data
            FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::bytea[])
              WITH ORDINALITY AS m (pubsub, topic, partition, key, metadata, data, n)
            ORDER BY n
            """,
            messages.Select(m => m.PubSub).ToArray(),
            messages.Select(m => m.Topic).ToArray(),
            messages.Select(m => m.Partition).ToArray(),
            messages.Select(m => m.Key).ToArray(),
            messages.Select(m => JsonSerializer.Serialize(m.Metadata)).ToArray(),
            messages.Select(m => m.Data).ToArray()).RunAsync(CancellationToken.None);
        foreach (var place in messages.Select(m => (m.PubSub, m.Topic, m.Partition)).Distinct())
        {
            Arrivals(place.PubSub, place.Topic, place.Partition).Raise();
        }
    }

    /// <summary>Makes a group known; a new one starts before the oldest message. Nothing that it has not read is forgotten from now on.</summary>
    public Task OpenAsync(string pubsub, string topic, string group, CancellationToken cancellationToken) =>
        database.Command(
            """
            INSERT INTO pubsub_offset (pubsub, topic, group_id, partition, position)
            SELECT $1, $2, $3, p, 0 FROM generate_series(0, $4 - 1) p ON CONFLICT DO NOTHING
            """,
            pubsub, topic, group, (int)Partitions.Count).RunAsync(cancellationToken);

    /// <summary>
    /// Moves the group past what it has finished with and reads what follows, oldest first, in one round trip. A group that was rewound
    /// meanwhile is not moved; then what was delivered counts for nothing.
    /// </summary>
    /// <returns>The messages, and the position that they start from.</returns>
    public async Task<(long From, IReadOnlyList<StoredMessage> Messages)> NextAsync(
        Place place, long from, long done, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.Command(
            """
            WITH moved AS (
              UPDATE pubsub_offset SET position = $6
              WHERE pubsub = $1 AND topic = $2 AND group_id = $3 AND partition = $4 AND position = $5 AND $6 > $5
              RETURNING position),
            here AS (SELECT coalesce((SELECT position FROM moved), (
              SELECT position FROM pubsub_offset WHERE pubsub = $1 AND topic = $2 AND group_id = $3 AND partition = $4)) AS position)
            SELECT (SELECT position FROM here), m.key, m.metadata, m.data, m.position, m.published_at FROM pubsub_message m
            WHERE m.pubsub = $1 AND m.topic = $2 AND m.partition = $4 AND m.position > (SELECT position FROM here)
            ORDER BY m.position LIMIT $7
            """,
            place.PubSub, place.Topic, place.Group, place.Partition, from, done, limit)
            .ListAsync(row => (row.GetInt64(0), Read(place, row)), cancellationToken);
        return (rows.Count == 0 ? 0 : rows[0].Item1, [.. rows.Select(r => r.Item2)]);
    }

    /// <summary>Not when the group was rewound meanwhile; then what was delivered counts for nothing.</summary>
    public Task MoveAsync(Place place, long from, long to) =>
        database.Command(
            "UPDATE pubsub_offset SET position = $6 WHERE pubsub = $1 AND topic = $2 AND group_id = $3 AND partition = $4 AND position = $5",
            place.PubSub, place.Topic, place.Group, place.Partition, from, to).RunAsync(CancellationToken.None);

    /// <summary>The group gets the whole topic again.</summary>
    public async Task RewindAsync(string pubsub, string topic, string group, CancellationToken cancellationToken)
    {
        await database.Command(
            "UPDATE pubsub_offset SET position = 0 WHERE pubsub = $1 AND topic = $2 AND group_id = $3", pubsub, topic, group).RunAsync(cancellationToken);
        for (short partition = 0; partition < Partitions.Count; partition++)
        {
            Arrivals(pubsub, topic, partition).Raise();
        }
    }

    /// <summary>Forgets messages older than <paramref name="before"/> that every group of their topic has finished with.</summary>
    public static Task<int> PruneAsync(NpgsqlDataSource database, DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Command(
            """
            DELETE FROM pubsub_message m WHERE m.published_at < $1 AND NOT EXISTS (
              SELECT FROM pubsub_offset o
              WHERE o.pubsub = m.pubsub AND o.topic = m.topic AND o.partition = m.partition AND o.position < m.position)
            """,
            before).RunAsync(cancellationToken);

    private static StoredMessage Read(Place place, NpgsqlDataReader row)
    {
        var metadata = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(2))!;
        var message = new NewMessage(
            place.PubSub, place.Topic, place.Partition, row.IsDBNull(1) ? null : row.GetString(1), metadata, row.GetFieldValue<byte[]>(3));
        return new(message, row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5));
    }
}
