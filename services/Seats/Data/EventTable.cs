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
    /// <param name="transaction">The transaction that adds the seats too.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="version">Of the message whose seats and prices these are.</param>
    /// <param name="row">What to store.</param>
    /// <param name="cancellationToken">Cancels the insert.</param>
    /// <returns>False when the event is there already.</returns>
    public static async Task<bool> TryInsertAsync(
        NpgsqlTransaction transaction, Guid eventId, long version, EventRow row, CancellationToken cancellationToken) =>
        await transaction.Command(
            "INSERT INTO tbl_event (id, currency, seat_count, version) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
            eventId,
            row.Currency,
            row.SeatCount,
            version).RunAsync(cancellationToken) == 1;

    private static EventRow Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt32(1));
}
