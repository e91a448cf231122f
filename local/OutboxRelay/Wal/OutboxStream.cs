using Npgsql;
using TicketBooking.OutboxRelay.Publishing;

namespace TicketBooking.OutboxRelay.Wal;

/// <summary>Streams one outbox: waits for the table, publishes its rows, then follows the log.</summary>
internal sealed partial class OutboxStream(
    Outbox outbox, RelayOptions options, SidecarClient sidecar, TimeProvider clock, ILogger logger)
{
    /// <summary>Runs until cancelled or until the database fails.</summary>
    public async Task Run(Action streaming, CancellationToken cancel)
    {
        await Prepare(cancel);
        await using var publisher = new OrderedPublisher(outbox.Topic, sidecar);
        await using var log = new LogReader(outbox, options, publisher, clock);
        await log.Open(cancel);
        await log.Follow(
            () =>
            {
                LogStreaming(outbox.Table, outbox.Database, outbox.Topic);
                streaming();
            },
            cancel);
    }

    private async Task Prepare(CancellationToken cancel)
    {
        await using var db = new NpgsqlConnection(outbox.ConnectionString);
        await db.OpenAsync(cancel);
        var catalog = new Catalog(db, outbox);
        await WaitForTable(catalog, cancel);
        await catalog.EnsurePublication(cancel);
        if (await catalog.DropLostSlot(cancel))
        {
            LogLostSlot(outbox.Table, outbox.Database);
        }

        if (!await catalog.SlotExists(cancel))
        {
            await TakeSnapshot(catalog, cancel);
        }
    }

    private async Task WaitForTable(Catalog catalog, CancellationToken cancel)
    {
        for (var tries = 1; !await catalog.TableExists(cancel); tries++)
        {
            if (tries == 1)
            {
                LogNoTable(outbox.Table, outbox.Database);
            }

            await Task.Delay(options.PauseAfter(Math.Min(tries, 4)), clock, cancel);
        }
    }

    private async Task TakeSnapshot(Catalog catalog, CancellationToken cancel)
    {
        await using var publisher = new OrderedPublisher(outbox.Topic, sidecar);
        var count = await new Snapshot(outbox, publisher, clock).Take(catalog, cancel);
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
