using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>The stored data of an event with its seats.</summary>
internal sealed record EventRow(string Currency, int SeatCount);

internal static class EventTable
{
    private const string Select = "SELECT currency, seat_count FROM tbl_event WHERE id = $1";

    public static Task<EventRow?> FindAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        database.Command(Select, eventId).FirstAsync(Read, cancellationToken);

    public static Task<EventRow?> FindAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command(Select, eventId).FirstAsync(Read, cancellationToken);

    /// <summary>Waits for a transaction that is inserting the same event.</summary>
    /// <returns>False when the event is there already.</returns>
    public static async Task<bool> TryInsertAsync(
        NpgsqlTransaction transaction, Guid eventId, EventRow row, CancellationToken cancellationToken) =>
        await transaction.Command(
            "INSERT INTO tbl_event (id, currency, seat_count) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
            eventId,
            row.Currency,
            row.SeatCount).RunAsync(cancellationToken) == 1;

    private static EventRow Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt32(1));
}
