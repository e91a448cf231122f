using Npgsql;
using TicketBooking.Contracts;

namespace TicketBooking.Seats.Data;

/// <summary>Reads what live views need. A transaction of one snapshot makes seq, state and history belong together.</summary>
internal static class LiveReads
{
    public static async Task<long?> FindSeqAsync(this NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT seq FROM tbl_event WHERE id = $1");
        command.Parameters.Add(new() { Value = eventId });
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public static async Task<long?> FindSeqAsync(this NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT seq FROM tbl_event WHERE id = $1", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = eventId } },
        };
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public static async Task<SeatFeedReset> ReadTakenSeatsAsync(
        this NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT seat_number, status FROM tbl_seat WHERE event_id = $1 AND status <> 'AVAILABLE' ORDER BY position",
            transaction.Connection,
            transaction)
        {
            Parameters = { new() { Value = eventId } },
        };
        var (held, booked) = (new List<string>(), new List<string>());
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            (row.GetString(1) == SeatStatuses.Held ? held : booked).Add(row.GetString(0));
        }

        return new([.. held], [.. booked]);
    }
}
