using System.Runtime.CompilerServices;
using Npgsql;
using TicketBooking.Contracts;

namespace TicketBooking.Seats.Data;

/// <summary>A seat with its public state.</summary>
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
    long Version);

internal static class SeatReads
{
    private const string SelectSeats = """
        SELECT s.id, s.event_id, s.seat_number, s.section, s.row_letters, s.number, s.accessible, s.price_minor, e.currency, s.status, s.version
        FROM tbl_seat s JOIN tbl_event e ON e.id = s.event_id
        """;

    public static async Task<SeatRow?> FindSeatAsync(this NpgsqlDataSource database, Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(SelectSeats + " WHERE s.id = $1");
        command.Parameters.Add(new() { Value = id });
        return (await ReadSeatsAsync(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Positions have no gaps, so a page is a range of them.</summary>
    public static Task<List<SeatRow>> SeatsPageAsync(
        this NpgsqlDataSource database, Guid eventId, long offset, int size, CancellationToken cancellationToken) =>
        database.PageAsync(
            SelectSeats + " WHERE s.event_id = $1 AND s.position >= $2 ORDER BY s.position LIMIT $3", eventId, offset, size, cancellationToken);

    public static Task<List<SeatRow>> AvailableSeatsPageAsync(
        this NpgsqlDataSource database, Guid eventId, long offset, int size, CancellationToken cancellationToken) =>
        database.PageAsync(
            SelectSeats + " WHERE s.event_id = $1 AND s.status = 'AVAILABLE' ORDER BY s.position OFFSET $2 LIMIT $3",
            eventId,
            offset,
            size,
            cancellationToken);

    public static async Task<long> CountAvailableSeatsAsync(
        this NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM tbl_seat WHERE event_id = $1 AND status = 'AVAILABLE'");
        command.Parameters.Add(new() { Value = eventId });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Reads row by row: never all seats of a stadium in memory.</summary>
    public static async IAsyncEnumerable<CatalogueSeat> StreamCatalogueAsync(
        this NpgsqlDataSource database, Guid eventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT id, seat_number, section, row_letters, number, accessible, price_minor FROM tbl_seat WHERE event_id = $1 ORDER BY position");
        command.Parameters.Add(new() { Value = eventId });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            yield return new CatalogueSeat(
                row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetBoolean(5), row.GetInt64(6));
        }
    }

    private static async Task<List<SeatRow>> PageAsync(
        this NpgsqlDataSource database, string sql, Guid eventId, long offset, int size, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = eventId });
        command.Parameters.Add(new() { Value = offset });
        command.Parameters.Add(new() { Value = size });
        return await ReadSeatsAsync(command, cancellationToken);
    }

    private static async Task<List<SeatRow>> ReadSeatsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var seats = new List<SeatRow>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            seats.Add(new SeatRow(
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
                row.GetInt64(10)));
        }

        return seats;
    }
}
