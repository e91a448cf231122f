using System.Threading.Channels;
using Npgsql.Replication;
using NpgsqlTypes;

namespace TicketBooking.OutboxRelay.Wal;

/// <summary>
/// Tells the server which log it may remove: that of transactions with all messages acknowledged, in the order of their
/// commits. While there is nothing to publish the position follows the server's, so that idle log does not pile up.
/// </summary>
internal sealed class Confirmation(LogicalReplicationConnection connection, TimeSpan idleAdvance, TimeProvider clock)
{
    private readonly Pings _pings = new(connection, clock);
    private readonly Channel<Transaction> _transactions = Channel.CreateUnbounded<Transaction>();
    private volatile bool _inTransaction;

    public void Begin() => _inTransaction = true;

    public async ValueTask CommitAsync(NpgsqlLogSequenceNumber end, Task acknowledged, CancellationToken cancellationToken)
    {
        await _transactions.Writer.WriteAsync(new Transaction(end, acknowledged), cancellationToken);
        // After the write: a reader that sees no open transaction also sees this one in the queue.
        _inTransaction = false;
    }

    /// <summary>Call it when the server has begun to send.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _pings.SilenceAsync(cancellationToken);
        while (true)
        {
            if (_transactions.Reader.TryRead(out var transaction))
            {
                await transaction.Acknowledged.WaitAsync(cancellationToken);
                connection.SetReplicationStatus(transaction.End);
                if (!_transactions.Reader.TryPeek(out var next) || !next.Acknowledged.IsCompleted)
                {
                    await connection.SendStatusUpdate(cancellationToken);
                }
            }
            else if (!await ArrivesAsync(cancellationToken))
            {
                await AdvanceIdleAsync(cancellationToken);
            }
        }
    }

    /// <summary>False when nothing came for a while.</summary>
    private async Task<bool> ArrivesAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(idleAdvance, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _transactions.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// The position is read first: what was received up to it has been handled, unless a transaction is open or queued.
    /// </summary>
    private async Task AdvanceIdleAsync(CancellationToken cancellationToken)
    {
        var received = await _pings.AskAsync(cancellationToken);
        if (!_inTransaction && !_transactions.Reader.TryPeek(out _) && received > connection.LastFlushedLsn)
        {
            connection.SetReplicationStatus(received);
        }

        await _pings.SilenceAsync(cancellationToken);
    }

    private sealed record Transaction(NpgsqlLogSequenceNumber End, Task Acknowledged);
}
