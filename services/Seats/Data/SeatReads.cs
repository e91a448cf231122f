using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>A seat with its public state, and its position in the venue.</summary>
internal sealed record SeatRow(
    Guid Id,
    Guid EventId,
    string SeatNumber,
    string Section,
    string Row,
    int Number,
    bool Accessible,
    long PriceMinor,
    string Currency,
    string Status,
    long Version,
    [property: JsonIgnore] int Position);

internal static class SeatReads
{
    private const string SelectSeats = $"""
        SELECT s.id, s.event_id, s.seat_number, s.section, s.row_letters, s.number, s.accessible, {SectionPrices.OfSeat}, e.currency, s.status, s.version,
          s.position
        FROM tbl_seat s JOIN tbl_event e ON e.id = s.event_id
        """;

    public static Task<SeatRow?> FindAsync(NpgsqlDataSource database, Guid id, CancellationToken cancellationToken) =>
        database.Command(SelectSeats + " WHERE s.id = $1", id).FirstAsync(ReadSeat, cancellationToken);

    /// <summary>Positions have no gaps, so a page is a range of them. Its end is said too: the planner may read all that follow otherwise.</summary>
    public static Task<List<SeatRow>> PageAsync(
        NpgsqlDataSource database, Guid eventId, long offset, int size, CancellationToken cancellationToken) =>
        database.Command(
            SelectSeats + " WHERE s.event_id = $1 AND s.position >= $2 AND s.position < $2 + $3 ORDER BY s.position", eventId, offset, (long)size)
            .ListAsync(ReadSeat, cancellationToken);

    public static Task<List<SeatRow>> AvailablePageAsync(
        NpgsqlDataSource database, Guid eventId, long offset, int size, CancellationToken cancellationToken) =>
        database.Command(
            SelectSeats + " WHERE s.event_id = $1 AND s.status = 'AVAILABLE' ORDER BY s.position OFFSET $2 LIMIT $3", eventId, offset, size)
            .ListAsync(ReadSeat, cancellationToken);

    public static Task<List<SeatRow>> AvailableAfterAsync(
        NpgsqlDataSource database, Guid eventId, int position, int limit, CancellationToken cancellationToken) =>
        database.Command(
            SelectSeats + " WHERE s.event_id = $1 AND s.status = 'AVAILABLE' AND s.position > $2 ORDER BY s.position LIMIT $3", eventId, position, limit)
            .ListAsync(ReadSeat, cancellationToken);

    /// <summary>Reads row by row, in the order of ids.</summary>
    public static async IAsyncEnumerable<SeatState> StreamStatesAsync(
        NpgsqlDataSource database, Guid eventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Command("SELECT id, status, version FROM tbl_seat WHERE event_id = $1 ORDER BY id", eventId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            yield return new SeatState(row.GetGuid(0), row.GetString(1), row.GetInt64(2));
        }
    }

    private static SeatRow ReadSeat(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetGuid(1),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4),
        row.GetInt32(5),
        row.GetBoolean(6),
        row.GetInt64(7),
        row.GetString(8),
        row.GetString(9),
        row.GetInt64(10),
        row.GetInt32(11));
}
