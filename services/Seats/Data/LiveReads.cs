using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>Reads what live views need. A transaction of one snapshot makes seq, state and history belong together.</summary>
internal static class LiveReads
{
    public static Task<long?> FindSeqAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command("SELECT seq FROM tbl_event WHERE id = $1", eventId).FirstAsync(row => (long?)row.GetInt64(0), cancellationToken);

    public static async Task<SeatFeedReset> ReadTakenSeatsAsync(
        NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        var taken = await transaction.Command(
            "SELECT seat_number, status FROM tbl_seat WHERE event_id = $1 AND status <> 'AVAILABLE' ORDER BY position", eventId)
            .ListAsync(row => (Number: row.GetString(0), IsHeld: row.GetString(1) == SeatStatuses.Held), cancellationToken);
        return new(
            [.. taken.Where(seat => seat.IsHeld).Select(seat => seat.Number)], [.. taken.Where(seat => !seat.IsHeld).Select(seat => seat.Number)]);
    }
}
