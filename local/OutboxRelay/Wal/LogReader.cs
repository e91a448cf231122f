using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using TicketBooking.OutboxRelay.Envelope;
using TicketBooking.OutboxRelay.Publishing;

namespace TicketBooking.OutboxRelay.Wal;

/// <summary>Follows the log from the slot's position and hands every row to the publisher, every commit to the confirmation.</summary>
internal sealed class LogReader(Outbox outbox, RelayOptions options, OrderedPublisher publisher, TimeProvider clock) : IAsyncDisposable
{
    private readonly LogicalReplicationConnection _connection = new(outbox.ConnectionString);
    private ChangeEvent? _change;
    private List<Task> _acknowledged = [];
    private BeginMessage? _begin;

    public Task Open(CancellationToken cancel) => _connection.Open(cancel);

    /// <summary>Runs until cancelled or until the database fails; logs when the server has begun to send.</summary>
    public async Task Follow(Action streaming, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var confirmation = new Confirmation(_connection, options.IdleAdvance, clock);
        var reading = Read(confirmation, ended.Token);
        var confirming = confirmation.Run(ended.Token);
        try
        {
            await Begun(reading, cancel);
            streaming();
            await Task.WhenAny(reading, confirming).Unwrap();
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(reading, confirming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The server greets with its position; the library shows it but does not signal it.</summary>
    private async Task Begun(Task reading, CancellationToken cancel)
    {
        while (_connection.LastReceivedLsn == default)
        {
            if (reading.IsCompleted)
            {
                await reading;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), clock, cancel);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task Read(Confirmation confirmation, CancellationToken cancel)
    {
        var slot = new PgOutputReplicationSlot(outbox.Slot);
        var settings = new PgOutputReplicationOptions(outbox.Publication, PgOutputProtocolVersion.V1);
        await foreach (var message in _connection.StartReplication(slot, settings, cancel))
        {
            await Handle(message, confirmation, cancel);
        }
    }

    private async Task Handle(PgOutputReplicationMessage message, Confirmation confirmation, CancellationToken cancel)
    {
        switch (message)
        {
            case BeginMessage begin:
                confirmation.Begin();
                _begin = begin;
                break;
            case RelationMessage relation:
                var columns = relation.Columns.Select(column => new Column(column.ColumnName, column.DataTypeId));
                _change = new ChangeEvent(outbox, [.. columns], clock);
                break;
            case InsertMessage insert:
                await Publish(insert, cancel);
                break;
            case CommitMessage commit:
                await confirmation.Commit(commit.TransactionEndLsn, Task.WhenAll(_acknowledged), cancel);
                _acknowledged = [];
                break;
        }
    }

    private async Task Publish(InsertMessage insert, CancellationToken cancel)
    {
        var row = new List<string?>(insert.Relation.Columns.Count);
        await foreach (var value in insert.NewRow.WithCancellation(cancel))
        {
            row.Add(value.IsDBNull ? null : await value.Get<string>(cancel));
        }

        var origin = new Origin(Snapshot: false, _begin!.TransactionCommitTimestamp, _begin.TransactionXid, (ulong)insert.WalStart);
        var message = _change!.Write(row, origin);
        await publisher.Room(cancel);
        _acknowledged.Add(publisher.Publish(message));
    }
}
