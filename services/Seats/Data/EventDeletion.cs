using Npgsql;

namespace TicketBooking.Seats.Data;

/// <summary>
/// Deletes events. Generating and deleting an event's seats lock its id, so that neither overlooks the other. A deleted event
/// leaves a row that says so, because messages about it may still come.
/// </summary>
internal static class EventDeletion
{
    /// <summary>First half of the lock's key; keeps it apart from the other locks of this database.</summary>
    private const int Kind = 0x45564E54;

    /// <summary>Locks the event's id until the transaction ends.</summary>
    /// <returns>False when the event is deleted.</returns>
    public static async Task<bool> LockUndeletedAsync(this NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        await transaction.RunAsync($"SELECT pg_advisory_xact_lock({Kind}, hashtext($1::text))", eventId, cancellationToken);
        await using var command = new NpgsqlCommand(
            "SELECT 1 FROM tbl_deleted_event WHERE id = $1", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = eventId } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is null;
    }

    public static async Task<bool> IsDeletedAsync(this NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT 1 FROM tbl_deleted_event WHERE id = $1");
        command.Parameters.Add(new() { Value = eventId });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>
    /// Deletes an event and its seats, if they are here, and records it. Rows are locked in the order of all writers: the seats by their
    /// ids, then the event, which a change of seats locks last because others wait for it.
    /// </summary>
    public static async Task DeleteEventAsync(this NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await transaction.LockUndeletedAsync(eventId, cancellationToken))
        {
            return;
        }

        await transaction.RunAsync("INSERT INTO tbl_deleted_event (id) VALUES ($1)", eventId, cancellationToken);
        await transaction.RunAsync("SELECT 1 FROM tbl_seat WHERE event_id = $1 ORDER BY id FOR UPDATE", eventId, cancellationToken);
        await transaction.RunAsync("DELETE FROM tbl_seat WHERE event_id = $1", eventId, cancellationToken);
        await transaction.RunAsync("DELETE FROM tbl_event WHERE id = $1", eventId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task RunAsync(this NpgsqlTransaction transaction, string sql, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction)
        {
            Parameters = { new() { Value = eventId } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
