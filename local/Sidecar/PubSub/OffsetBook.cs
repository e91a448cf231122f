using System.Collections.Concurrent;
using Npgsql;
using TicketBooking.Sidecar.Database;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.PubSub;

/// <summary>The offsets of all groups: loaded when a group is first seen, written behind as they move.</summary>
internal sealed class OffsetBook(NpgsqlDataSource database) : IDisposable
{
    private readonly ConcurrentDictionary<(string PubSub, string Topic, string Group), GroupOffsets> _open = new();
    private readonly SemaphoreSlim _saving = new(1, 1);
    private readonly Pulse _moved = new();
    private readonly System.Threading.Lock _guard = new();
    private HashSet<GroupOffsets> _dirty = [];

    /// <summary>The group's offsets; a new group starts before the oldest message and is in the table from now on.</summary>
    public async Task<GroupOffsets> OpenAsync(string pubsub, string topic, string group, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue((pubsub, topic, group), out var open))
        {
            return open;
        }

        await database.Command(
            """
            insert into pubsub_offset (pubsub, topic, group_id, partition, position)
            select $1, $2, $3, p, 0 from generate_series(0, $4 - 1) p on conflict do nothing
            """,
            pubsub, topic, group, (int)Partitions.Count).ExecuteAsync(cancellationToken);
        var positions = await database.Command(
            "select position from pubsub_offset where pubsub = $1 and topic = $2 and group_id = $3 order by partition",
            pubsub, topic, group).ListAsync(row => row.GetInt64(0), cancellationToken);
        return _open.GetOrAdd((pubsub, topic, group), new GroupOffsets(pubsub, topic, group, positions));
    }

    public void Moved(GroupOffsets offsets)
    {
        lock (_guard)
        {
            _dirty.Add(offsets);
        }

        _moved.Beat();
    }

    /// <summary>Writes behind until cancelled.</summary>
    public async Task RunAsync(ILogger logger, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var moved = _moved.Next;
            try
            {
                await SaveAsync(stopping);
                await moved.WaitAsync(stopping);
            }
            catch (NpgsqlException e)
            {
                PubSubLog.OffsetsNotSaved(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(1), stopping);
            }
        }
    }

    /// <summary>Writes what has moved, now.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken);
        var moved = TakeDirty();
        try
        {
            if (moved.Count > 0)
            {
                await WriteAsync(moved, cancellationToken);
            }
        }
        catch
        {
            moved.ToList().ForEach(Moved);
            throw;
        }
        finally
        {
            _saving.Release();
        }
    }

    private HashSet<GroupOffsets> TakeDirty()
    {
        lock (_guard)
        {
            (var taken, _dirty) = (_dirty, []);
            return taken;
        }
    }

    public void Dispose() => _saving.Dispose();

    private Task<int> WriteAsync(HashSet<GroupOffsets> moved, CancellationToken cancellationToken)
    {
        var rows = moved.SelectMany(o => Enumerable.Range(0, Partitions.Count).Select(p => (Group: o, Partition: (short)p, Position: o[p]))).ToList();
        return database.Command(
            """
            update pubsub_offset o set position = m.position
            from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::bigint[]) as m (pubsub, topic, group_id, partition, position)
            where o.pubsub = m.pubsub and o.topic = m.topic and o.group_id = m.group_id and o.partition = m.partition and o.position <> m.position
            """,
            rows.Select(r => r.Group.PubSub).ToArray(),
            rows.Select(r => r.Group.Topic).ToArray(),
            rows.Select(r => r.Group.Group).ToArray(),
            rows.Select(r => r.Partition).ToArray(),
            rows.Select(r => r.Position).ToArray()).ExecuteAsync(cancellationToken);
    }
}
