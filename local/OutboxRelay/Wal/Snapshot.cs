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
internal sealed class Snapshot(Outbox outbox, BulkPublisher publisher, TimeProvider clock)
{
    public async Task<int> TakeAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await using var replication = new LogicalReplicationConnection(outbox.ConnectionString);
        await replication.Open(cancellationToken);
        var name = $"relay_snapshot_{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        var slot = await replication.CreatePgOutputReplicationSlot(
            name, temporarySlot: true, slotSnapshotInitMode: LogicalSlotSnapshotInitMode.Export, cancellationToken: cancellationToken);
        var columns = await catalog.ColumnsAsync(cancellationToken);
        var count = await PublishRowsAsync(columns, slot, cancellationToken);
        await catalog.KeepSlotAsync(name, cancellationToken);
        return count;
    }

    private async Task<int> PublishRowsAsync(List<Column> columns, PgOutputReplicationSlot slot, CancellationToken cancellationToken)
    {
        await using var db = new NpgsqlConnection(outbox.ConnectionString);
        await db.OpenAsync(cancellationToken);
        await using var transaction = await db.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using (var adopt = new NpgsqlCommand($"SET TRANSACTION SNAPSHOT '{slot.SnapshotName}'", db))
        {
            await adopt.ExecuteNonQueryAsync(cancellationToken);
        }

        var change = new ChangeEvent(outbox, columns, clock);
        var origin = new Origin(Snapshot: true, clock.GetUtcNow(), null, (ulong)slot.ConsistentPoint);
        var acknowledged = new List<Task>();
        await foreach (var row in Rows(db, columns, cancellationToken))
        {
            await publisher.RoomAsync(cancellationToken);
            acknowledged.Add(publisher.PublishAsync(change.Write(row, origin)));
        }

        await Task.WhenAll(acknowledged).WaitAsync(cancellationToken);
        return acknowledged.Count;
    }

    private async IAsyncEnumerable<string?[]> Rows(
        NpgsqlConnection db, List<Column> columns, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = string.Join(", ", columns.Select(column => $"{Outbox.Quote(column.Name)}::text"));
        await using var select = new NpgsqlCommand($"SELECT {list} FROM {outbox.QualifiedTable} ORDER BY occurred_at, id", db);
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new string?[columns.Count];
            for (var index = 0; index < row.Length; index++)
            {
                row[index] = await reader.IsDBNullAsync(index, cancellationToken) ? null : reader.GetString(index);
            }

            yield return row;
        }
    }
}
