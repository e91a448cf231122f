using Npgsql;

namespace TicketBooking.Seats.Data;

/// <summary>The stored data of an event with its seats.</summary>
internal sealed record EventRow(string Currency, int SeatCount);

internal static class EventTable
{
    public static async Task<EventRow?> FindEventAsync(this NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT currency, seat_count FROM tbl_event WHERE id = $1");
        command.Parameters.Add(new() { Value = eventId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new EventRow(reader.GetString(0), reader.GetInt32(1)) : null;
    }

    /// <summary>Waits for a transaction that is inserting the same event.</summary>
    /// <returns>False when the event is there already.</returns>
    public static async Task<bool> TryInsertEventAsync(
        this NpgsqlTransaction transaction, Guid eventId, EventRow row, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO tbl_event (id, currency, seat_count) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
            transaction.Connection,
            transaction)
        {
            Parameters = { new() { Value = eventId }, new() { Value = row.Currency }, new() { Value = row.SeatCount } },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
