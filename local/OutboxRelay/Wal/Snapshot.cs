using System.Data;
using Npgsql;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using TicketBooking.OutboxRelay.Envelope;
using TicketBooking.OutboxRelay.Publishing;

namespace TicketBooking.OutboxRelay.Wal;

/// <summary>
/// Publishes the rows that exist at the moment the slot begins. Until all are acknowledged the slot is temporary: a
/// crash removes it, and the next start begins anew. Then it becomes the lasting one.
/// </summary>
internal sealed class Snapshot(Outbox outbox, OrderedPublisher publisher, TimeProvider clock)
{
    public async Task<int> Take(Catalog catalog, CancellationToken cancel)
    {
        await using var replication = new LogicalReplicationConnection(outbox.ConnectionString);
        await replication.Open(cancel);
        var name = $"relay_snapshot_{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        var slot = await replication.CreatePgOutputReplicationSlot(
            name, temporarySlot: true, slotSnapshotInitMode: LogicalSlotSnapshotInitMode.Export, cancellationToken: cancel);
        var columns = await catalog.Columns(cancel);
        var count = await PublishRows(columns, slot, cancel);
        await catalog.KeepSlot(name, cancel);
        return count;
    }

    private async Task<int> PublishRows(List<Column> columns, PgOutputReplicationSlot slot, CancellationToken cancel)
    {
        await using var db = new NpgsqlConnection(outbox.ConnectionString);
        await db.OpenAsync(cancel);
        await using var transaction = await db.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await using (var adopt = new NpgsqlCommand($"SET TRANSACTION SNAPSHOT '{slot.SnapshotName}'", db))
        {
            await adopt.ExecuteNonQueryAsync(cancel);
        }

        var change = new ChangeEvent(outbox, columns, clock);
        var origin = new Origin(Snapshot: true, clock.GetUtcNow(), null, (ulong)slot.ConsistentPoint);
        var acknowledged = new List<Task>();
        await foreach (var row in Rows(db, columns, cancel))
        {
            await publisher.Room(cancel);
            acknowledged.Add(publisher.Publish(change.Write(row, origin)));
        }

        await Task.WhenAll(acknowledged);
        return acknowledged.Count;
    }

    private async IAsyncEnumerable<string?[]> Rows(
        NpgsqlConnection db, List<Column> columns, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var list = string.Join(", ", columns.Select(column => $"{Outbox.Quote(column.Name)}::text"));
        await using var select = new NpgsqlCommand($"SELECT {list} FROM {outbox.QualifiedTable} ORDER BY occurred_at, id", db);
        await using var reader = await select.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var row = new string?[columns.Count];
            for (var index = 0; index < row.Length; index++)
            {
                row[index] = await reader.IsDBNullAsync(index, cancel) ? null : reader.GetString(index);
            }

            yield return row;
        }
    }
}
