using System.Collections.Concurrent;
using System.Text.Json;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>
/// Keeps published messages in order, per topic and partition, and each group's position. Wakes readers that wait at the end.
/// </summary>
internal sealed class MessageLog(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<(string PubSub, string Topic, short? Partition), AsyncSignal> _arrivals = new();
    private readonly ConcurrentDictionary<(string PubSub, string Topic), RecentMessages> _recent = new();

    /// <summary>Signals messages of a partition, or of the whole topic.</summary>
    public AsyncSignal Arrivals(string pubsub, string topic, short? partition) => _arrivals.GetOrAdd((pubsub, topic, partition), _ => new());

    /// <summary>The newest messages of a topic.</summary>
    public RecentMessages Recent(string pubsub, string topic) => _recent.GetOrAdd((pubsub, topic), _ => new());

    /// <summary>Appends in the order given, in one transaction, and wakes the readers. Only <see cref="LogWriter"/> calls it, once at a time.</summary>
    public async Task AppendAsync(IReadOnlyList<NewMessage> messages)
    {
        IReadOnlyList<StoredMessage> stored;
        try
        {
            stored = await InsertAsync(messages);
        }
        catch
        {
            // They may be committed all the same: then only the database has them.
            messages.Select(m => Recent(m.PubSub, m.Topic)).Distinct().ToList().ForEach(recent => recent.Clear());
            throw;
        }

        foreach (var topic in stored.GroupBy(m => (m.PubSub, m.Topic)))
        {
            Recent(topic.Key.PubSub, topic.Key.Topic).Add([.. topic]);
            Arrivals(topic.Key.PubSub, topic.Key.Topic, partition: null).Raise();
            foreach (var partition in topic.Select(m => m.Message.Partition).Distinct())
            {
                Arrivals(topic.Key.PubSub, topic.Key.Topic, partition).Raise();
            }
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

    /// <summary>The position up to which the group has finished with each partition of the place.</summary>
    public Task<long> PositionAsync(Place place, CancellationToken cancellationToken) =>
        database.Command(
            """
            SELECT min(position) FROM pubsub_offset
            WHERE pubsub = $1 AND topic = $2 AND group_id = $3 AND ($4::smallint IS NULL OR partition = $4)
            """,
            place.PubSub, place.Topic, place.Group, place.Partition).ScalarAsync<long>(cancellationToken);

    /// <summary>Reads messages after a position that the group has not finished with, oldest first.</summary>
    public Task<List<StoredMessage>> ReadAsync(Place place, long after, int limit, CancellationToken cancellationToken) =>
        database.Command(
            """
            SELECT m.key, m.metadata, m.data, o.partition, m.position, m.published_at
            FROM pubsub_offset o CROSS JOIN LATERAL (
              SELECT * FROM pubsub_message
              WHERE pubsub = o.pubsub AND topic = o.topic AND partition = o.partition AND position > greatest(o.position, $5)
              ORDER BY position LIMIT $6) m
            WHERE o.pubsub = $1 AND o.topic = $2 AND o.group_id = $3 AND ($4::smallint IS NULL OR o.partition = $4)
            ORDER BY m.position LIMIT $6
            """,
            place.PubSub, place.Topic, place.Group, place.Partition, after, limit).ListAsync(row => Read(place, row), cancellationToken);

    /// <summary>Moves the group past what it has finished with.</summary>
    /// <returns>False when the group was rewound meanwhile; then what was delivered counts for nothing.</returns>
    public async Task<bool> TryMoveAsync(Place place, long from, long to, CancellationToken cancellationToken) =>
        await database.Command(
            """
            UPDATE pubsub_offset SET position = $6
            WHERE pubsub = $1 AND topic = $2 AND group_id = $3 AND ($4::smallint IS NULL OR partition = $4) AND position >= $5 AND position < $6
            """,
            place.PubSub, place.Topic, place.Group, place.Partition, from, to).RunAsync(cancellationToken) > 0;

    /// <summary>The group gets the whole topic again.</summary>
    public async Task RewindAsync(string pubsub, string topic, string group, CancellationToken cancellationToken)
    {
        await database.Command(
            "UPDATE pubsub_offset SET position = 0 WHERE pubsub = $1 AND topic = $2 AND group_id = $3", pubsub, topic, group).RunAsync(cancellationToken);
        foreach (var (_, arrivals) in _arrivals.Where(a => a.Key.PubSub == pubsub && a.Key.Topic == topic))
        {
            arrivals.Raise();
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

    private async Task<IReadOnlyList<StoredMessage>> InsertAsync(IReadOnlyList<NewMessage> messages)
    {
        var places = await database.Command(
            """
            INSERT INTO pubsub_message (pubsub, topic, partition, key, metadata, data)
            SELECT pubsub, topic, partition, key, metadata::jsonb, data
            FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::bytea[])
              WITH ORDINALITY AS m (pubsub, topic, partition, key, metadata, data, n)
            ORDER BY n
            RETURNING position, published_at
            """,
            messages.Select(m => m.PubSub).ToArray(),
            messages.Select(m => m.Topic).ToArray(),
            messages.Select(m => m.Partition).ToArray(),
            messages.Select(m => m.Key).ToArray(),
            messages.Select(m => m.Metadata.Count == 0 ? "{}" : JsonSerializer.Serialize(m.Metadata)).ToArray(),
            messages.Select(m => m.Data).ToArray())
            .ListAsync(row => (Position: row.GetInt64(0), At: row.GetFieldValue<DateTimeOffset>(1)), CancellationToken.None);
        // Positions rise in the order of the rows.
        return [.. messages.Zip(places.OrderBy(p => p.Position), (message, place) => new StoredMessage(message, place.Position, place.At))];
    }

    private static StoredMessage Read(Place place, NpgsqlDataReader row)
    {
        var metadata = JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(1))!;
        var message = new NewMessage(
            place.PubSub, place.Topic, row.GetInt16(3), row.IsDBNull(0) ? null : row.GetString(0), metadata, row.GetFieldValue<byte[]>(2));
        return new(message, row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5));
    }
}
