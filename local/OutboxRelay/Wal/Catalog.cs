using Npgsql;
using TicketBooking.OutboxRelay.Envelope;

namespace TicketBooking.OutboxRelay.Wal;

/// <summary>Reads and makes what the server keeps for an outbox: table, publication and slot.</summary>
internal sealed class Catalog(NpgsqlConnection db, Outbox outbox)
{
    public Task<bool> TableExistsAsync(CancellationToken cancellationToken) =>
        AskAsync("SELECT to_regclass($1) IS NOT NULL", cancellationToken, outbox.QualifiedTable);

    /// <summary>Publishes inserts of just this table. Must be there before the slot, which reads the catalogue as of its own position.</summary>
    public async Task EnsurePublicationAsync(CancellationToken cancellationToken)
    {
        var publication = Outbox.Quote(outbox.Publication);
        if (!await AskAsync("SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = $1)", cancellationToken, outbox.Publication))
        {
            await RunAsync($"create publication {publication} for table {outbox.QualifiedTable} with (publish = 'insert')", cancellationToken);
        }
        else if (!await AskAsync(
            "SELECT EXISTS (SELECT FROM pg_publication_tables WHERE pubname = $1 AND schemaname = $2 AND tablename = $3)",
            cancellationToken, outbox.Publication, outbox.Schema, outbox.Table))
        {
            await RunAsync($"alter publication {publication} set table {outbox.QualifiedTable}", cancellationToken);
        }
    }

    public Task<bool> SlotExistsAsync(CancellationToken cancellationToken) =>
        AskAsync("SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = $1)", cancellationToken, outbox.Slot);

    /// <summary>Drops a slot that the server has removed the log of: a new snapshot follows.</summary>
    public Task<bool> DropLostSlotAsync(CancellationToken cancellationToken) => AskAsync(
        """
        WITH lost AS (SELECT slot_name FROM pg_replication_slots WHERE slot_name = $1 AND wal_status = 'lost' AND NOT active)
        SELECT count(pg_drop_replication_slot(slot_name)::text) > 0 FROM lost
        """,
        cancellationToken, outbox.Slot);

    /// <summary>Makes the lasting slot out of the one that only lived for the snapshot, at the same position.</summary>
    public Task KeepSlotAsync(string temporary, CancellationToken cancellationToken) =>
        RunAsync("SELECT pg_copy_logical_replication_slot($1, $2, false)", cancellationToken, temporary, outbox.Slot);

    public async Task<List<Column>> ColumnsAsync(CancellationToken cancellationToken)
    {
        await using var command = Statement(
            """
            SELECT attname::text, atttypid FROM pg_attribute
            WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
            """,
            outbox.QualifiedTable);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<Column>();
        while (await reader.ReadAsync(cancellationToken))
        {
            columns.Add(new Column(reader.GetString(0), await reader.GetFieldValueAsync<uint>(1, cancellationToken)));
        }

        return columns;
    }

    private async Task<bool> AskAsync(string sql, CancellationToken cancellationToken, params string[] values)
    {
        await using var command = Statement(sql, values);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken, params string[] values)
    {
        await using var command = Statement(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Statement(string sql, params string[] values)
    {
        var command = new NpgsqlCommand(sql, db);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        }

        return command;
    }
}
