using System.Runtime.CompilerServices;
using Npgsql.Replication;
using NpgsqlTypes;

namespace TicketBooking.OutboxRelay.Wal;

/// <summary>
/// Keeps the server from telling its position after each commit of the whole server, of any table and database. It does so to readers that have
/// neither written nor flushed what it has read (PostgreSQL <c>walsender.c</c>, WalSndWaitForWal). So this reader says that it has written all log
/// there will ever be. Only the flushed position lets the server forget log, and that one stays true.
/// </summary>
internal sealed class Pings(LogicalReplicationConnection connection, TimeProvider clock)
{
    private const int Looks = 10;

    private static readonly NpgsqlLogSequenceNumber Everything = new(long.MaxValue);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Has the server send nothing but rows.</summary>
    public Task SilenceAsync(CancellationToken cancellationToken) => SayWrittenAsync(Everything, cancellationToken);

    /// <summary>Asks how far the server has read; it answers only when that is beyond the flushed position. Call <see cref="SilenceAsync"/> then.</summary>
    /// <returns>The position, or the flushed one when there was no answer.</returns>
    public async Task<NpgsqlLogSequenceNumber> AskAsync(CancellationToken cancellationToken)
    {
        await SayWrittenAsync(default, cancellationToken);
        for (var look = 0; look < Looks && connection.LastReceivedLsn == default; look++)
        {
            await Task.Delay(Pause, clock, cancellationToken);
        }

        return connection.LastReceivedLsn == default ? connection.LastFlushedLsn : connection.LastReceivedLsn;
    }

    private Task SayWrittenAsync(NpgsqlLogSequenceNumber position, CancellationToken cancellationToken)
    {
        // The library has no way to say it. It raises the field to what it receives, and never lowers it.
        Interlocked.Exchange(ref Written(connection), (long)(ulong)position);
        return connection.SendStatusUpdate(cancellationToken);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_lastReceivedLsn")]
    private static extern ref long Written(ReplicationConnection connection);
}
