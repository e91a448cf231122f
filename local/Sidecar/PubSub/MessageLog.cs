using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using TicketBooking.Sidecar.Database;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>What was published, per topic and partition, in order; and a wake-up for those who read at its end.</summary>
internal sealed class MessageLog(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<(string PubSub, string Topic, short Partition), Pulse> _arrivals = new();

    public Pulse Arrivals(string pubsub, string topic, short partition) => _arrivals.GetOrAdd((pubsub, topic, partition), _ => new Pulse());

    /// <summary>Appends in the order given, in one transaction, and wakes the readers. Only <see cref="LogWriter"/> calls it, once at a time.</summary>
    public async Task AppendAsync(IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        await database.Command(
            """
            insert into pubsub_message (pubsub, topic, partition, key, metadata, data)
            select pubsub, topic, partition, key, metadata::jsonb, data
            from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::bytea[])
              with ordinality as m (pubsub, topic, partition, key, metadata, data, n)
            order by n
            """,
            messages.Select(m => m.PubSub).ToArray(),
            messages.Select(m => m.Topic).ToArray(),
            messages.Select(m => m.Partition).ToArray(),
            messages.Select(m => m.Key).ToArray(),
            messages.Select(m => JsonSerializer.Serialize(m.Metadata)).ToArray(),
            messages.Select(m => m.Data).ToArray()).ExecuteAsync(cancellationToken);
        foreach (var place in messages.Select(m => (m.PubSub, m.Topic, m.Partition)).Distinct())
        {
            Arrivals(place.PubSub, place.Topic, place.Partition).Beat();
        }
    }

    /// <summary>The next messages after a position, oldest first.</summary>
    public Task<List<StoredMessage>> ReadAsync(
        string pubsub, string topic, short partition, long after, int limit, CancellationToken cancellationToken) =>
        database.Command(
            """
            select pubsub, topic, partition, position, key, metadata, data, published_at from pubsub_message
            where pubsub = $1 and topic = $2 and partition = $3 and position > $4
            order by position limit $5
            """,
            pubsub, topic, partition, after, limit).ListAsync(Read, cancellationToken);

    /// <summary>The newest messages of a topic, for people and tests that look at dead letters.</summary>
    public Task<List<StoredMessage>> NewestAsync(string pubsub, string topic, int limit, CancellationToken cancellationToken) =>
        database.Command(
            """
            select pubsub, topic, partition, position, key, metadata, data, published_at from pubsub_message
            where pubsub = $1 and topic = $2 order by position desc limit $3
            """,
            pubsub, topic, limit).ListAsync(Read, cancellationToken);

    /// <summary>Forgets messages older than <paramref name="before"/> that every group of their topic has finished with.</summary>
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.Command(
            """
            delete from pubsub_message m where m.published_at < $1 and not exists (
              select from pubsub_offset o
              where o.pubsub = m.pubsub and o.topic = m.topic and o.partition = m.partition and o.position < m.position)
            """,
            before).ExecuteAsync(cancellationToken);

    private static StoredMessage Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt16(2),
        row.GetInt64(3),
        row.IsDBNull(4) ? null : row.GetString(4),
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(5))!,
        row.GetFieldValue<byte[]>(6),
        row.GetFieldValue<DateTimeOffset>(7));
}
