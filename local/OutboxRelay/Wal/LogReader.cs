using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using TicketBooking.OutboxRelay.Envelope;
using TicketBooking.OutboxRelay.Publishing;

namespace TicketBooking.OutboxRelay.Wal;

/// <summary>Follows the log from the slot's position and hands every row to the publisher, every commit to the confirmation.</summary>
internal sealed class LogReader(Outbox outbox, RelayOptions options, BulkPublisher publisher, TimeProvider clock) : IAsyncDisposable
{
    private readonly LogicalReplicationConnection _connection = new(outbox.ConnectionString);
    private ChangeEvent? _change;
    private List<Task> _acknowledged = [];
    private BeginMessage? _begin;

    public Task OpenAsync(CancellationToken cancellationToken) => _connection.Open(cancellationToken);

    /// <summary>Runs until cancelled or until the database fails; logs when the server has begun to send.</summary>
    public async Task FollowAsync(Action streaming, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var confirmation = new Confirmation(_connection, options.IdleAdvance, clock);
        var reading = ReadAsync(confirmation, ended.Token);
        var confirming = Task.CompletedTask;
        try
        {
            await BegunAsync(reading, cancellationToken);
            confirming = confirmation.RunAsync(ended.Token);
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
    private async Task BegunAsync(Task reading, CancellationToken cancellationToken)
    {
        while (_connection.LastReceivedLsn == default)
        {
            if (reading.IsCompleted)
            {
                await reading;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), clock, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task ReadAsync(Confirmation confirmation, CancellationToken cancellationToken)
    {
        var slot = new PgOutputReplicationSlot(outbox.Slot);
        var settings = new PgOutputReplicationOptions(outbox.Publication, PgOutputProtocolVersion.V1);
        await foreach (var message in _connection.StartReplication(slot, settings, cancellationToken))
        {
            await HandleAsync(message, confirmation, cancellationToken);
        }
    }

    private async Task HandleAsync(PgOutputReplicationMessage message, Confirmation confirmation, CancellationToken cancellationToken)
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
                await PublishAsync(insert, cancellationToken);
                break;
            case CommitMessage commit:
                await confirmation.CommitAsync(commit.TransactionEndLsn, Task.WhenAll(_acknowledged), cancellationToken);
                _acknowledged = [];
                break;
        }
    }

    private async Task PublishAsync(InsertMessage insert, CancellationToken cancellationToken)
    {
        var row = new List<string?>(insert.Relation.Columns.Count);
        await foreach (var value in insert.NewRow.WithCancellation(cancellationToken))
        {
            row.Add(value.IsDBNull ? null : await value.Get<string>(cancellationToken));
        }

        var origin = new Origin(Snapshot: false, _begin!.TransactionCommitTimestamp, _begin.TransactionXid, (ulong)insert.WalStart);
        var message = _change!.Write(row, origin);
        await publisher.RoomAsync(cancellationToken);
        _acknowledged.Add(publisher.PublishAsync(message));
    }
}
