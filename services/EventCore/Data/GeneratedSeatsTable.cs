using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.EventCore.Data;

internal static class GeneratedSeatsTable
{
    /// <summary>Records that the seats of an event exist, also of one that cannot be seen yet. They are made once.</summary>
    /// <returns>False when that was recorded before.</returns>
    public static async Task<bool> TryInsertAsync(
        NpgsqlDataSource database, Guid eventId, int seatCount, CancellationToken cancellationToken) =>
        await database.Command(
            "INSERT INTO tbl_generated_seats (event_id, seat_count) VALUES ($1, $2) ON CONFLICT (event_id) DO NOTHING", eventId, seatCount)
            .RunAsync(cancellationToken) == 1;
}
