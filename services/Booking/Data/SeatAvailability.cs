using Npgsql;
using TicketBooking.Contracts.Layout;
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
        NpgsqlDataSource database, Guid eventId, LayoutSeat[] seats, CancellationToken cancellationToken) => database.Command(
        $"SELECT seat_number, status FROM tbl_seat_claim WHERE event_id = $1 AND seat_id = ANY ($2) AND {IsTaken} ORDER BY seat_id",
        eventId,
        seats.Select(seat => seat.Id).ToArray()).ListAsync(row => new SeatConflict(row.GetString(0), row.GetString(1)), cancellationToken);

    /// <summary>Reads the numbers of all seats that are not free.</summary>
    public static Task<List<string>> TakenAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        database.Command($"SELECT seat_number FROM tbl_seat_claim WHERE event_id = $1 AND {IsTaken}", eventId)
            .ListAsync(row => row.GetString(0), cancellationToken);
}
