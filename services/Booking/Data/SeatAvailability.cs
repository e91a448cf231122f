using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A seat that another booking has.</summary>
/// <param name="SeatNumber">The seat.</param>
/// <param name="Reason"><c>HELD</c> or <c>BOOKED</c>.</param>
internal sealed record SeatConflict(string SeatNumber, string Reason);

/// <summary>Reads of tbl_seat_claim.</summary>
internal static class SeatAvailability
{
    private const string IsTaken = "(status = 'BOOKED' OR (status = 'HELD' AND expires_at > now()))";

    public static Task<List<SeatConflict>> ConflictsAsync(
        NpgsqlDataSource database, Guid eventId, CatalogueSeat[] seats, CancellationToken cancellationToken) => database.Command(
        $"SELECT seat_number, status FROM tbl_seat_claim WHERE event_id = $1 AND seat_id = ANY ($2) AND {IsTaken} ORDER BY seat_id",
        eventId,
        seats.Select(seat => seat.Id).ToArray()).ListAsync(row => new SeatConflict(row.GetString(0), row.GetString(1)), cancellationToken);

    public static async Task<HashSet<Guid>> TakenAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        [.. await database.Command($"SELECT seat_id FROM tbl_seat_claim WHERE event_id = $1 AND {IsTaken}", eventId)
            .ListAsync(row => row.GetGuid(0), cancellationToken)];
}
