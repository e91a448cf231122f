using Npgsql;
using TicketBooking.OutboxRelay.Publishing;

namespace TicketBooking.OutboxRelay.Wal;

/// <summary>Streams one outbox: waits for the table, publishes its rows, then follows the log.</summary>
internal sealed partial class OutboxStream(
    Outbox outbox, RelayOptions options, SidecarClient sidecar, TimeProvider clock, ILogger logger)
{
    /// <summary>Runs until cancelled or until the database fails.</summary>
    public async Task RunAsync(Action streaming, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var publisher = new BulkPublisher(outbox.Topic, sidecar, options, clock, logger);
        await using var log = new LogReader(outbox, options, publisher, clock);
        await log.OpenAsync(cancellationToken);
        await log.FollowAsync(
            () =>
            {
                LogStreaming(outbox.Table, outbox.Database, outbox.Topic);
                streaming();
            },
            cancellationToken);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = new NpgsqlConnection(outbox.ConnectionString);
        await db.OpenAsync(cancellationToken);
        var catalog = new Catalog(db, outbox);
        await WaitForTableAsync(catalog, cancellationToken);
        await catalog.EnsurePublicationAsync(cancellationToken);
        if (await catalog.DropLostSlotAsync(cancellationToken))
        {
            LogLostSlot(outbox.Table, outbox.Database);
        }

        if (!await catalog.SlotExistsAsync(cancellationToken))
        {
            await TakeSnapshotAsync(catalog, cancellationToken);
        }
    }

    private async Task WaitForTableAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        for (var tries = 1; !await catalog.TableExistsAsync(cancellationToken); tries++)
        {
            if (tries == 1)
            {
                LogNoTable(outbox.Table, outbox.Database);
            }

            await Task.Delay(options.PauseAfter(Math.Min(tries, 4)), clock, cancellationToken);
        }
    }

    private async Task TakeSnapshotAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await using var publisher = new BulkPublisher(outbox.Topic, sidecar, options, clock, logger);
        var count = await new Snapshot(outbox, publisher, clock).TakeAsync(catalog, cancellationToken);
        LogSnapshot(count, outbox.Table, outbox.Database);
    }

    [LoggerMessage(6121, LogLevel.Information, "Streaming outbox {Table} of database {Database} to {Topic}")]
    private partial void LogStreaming(string table, string database, string topic);

    [LoggerMessage(6122, LogLevel.Information, "Waiting for table {Table} of database {Database}")]
    private partial void LogNoTable(string table, string database);

    [LoggerMessage(6123, LogLevel.Information, "Published the {Count} rows that were already in {Table} of database {Database}")]
    private partial void LogSnapshot(int count, string table, string database);

    [LoggerMessage(6124, LogLevel.Warning, "The server threw away log of {Table} of database {Database}; all rows are published again")]
    private partial void LogLostSlot(string table, string database);
}
