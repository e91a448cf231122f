using System.Runtime.CompilerServices;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>A seat as the map shows it.</summary>
internal readonly record struct MapSeat(Guid Id, string SeatNumber, string Section, string Row, bool Accessible, long PriceMinor, string Status);

internal static class MapReads
{
    /// <summary>In the venue's order.</summary>
    public static async IAsyncEnumerable<MapSeat> StreamAsync(
        NpgsqlTransaction transaction, Guid eventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(
            """
            SELECT id, seat_number, section, row_letters, accessible, price_minor, status FROM tbl_seat WHERE event_id = $1 ORDER BY position
            """,
            eventId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            yield return new MapSeat(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4), row.GetInt64(5), row.GetString(6));
        }
    }
}
