using System.Runtime.CompilerServices;
using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>A seat as the map shows it.</summary>
internal readonly record struct MapSeat(Guid Id, string SeatNumber, string Section, string Row, bool Accessible, long PriceMinor, string Status);

/// <summary>What a map shows: it changes with the seats and with the prices.</summary>
/// <param name="Seq">The last batch of changes of seats.</param>
/// <param name="Prices">The version of the event that changed its prices last.</param>
internal readonly record struct MapVersion(long Seq, long Prices);

internal static class MapReads
{
    private const string Version = "SELECT seq, prices_version FROM tbl_event WHERE id = $1";

    public static Task<MapVersion?> FindVersionAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        database.Command(Version, eventId).FirstAsync(ReadVersion, cancellationToken);

    public static Task<MapVersion?> FindVersionAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command(Version, eventId).FirstAsync(ReadVersion, cancellationToken);

    /// <summary>In the venue's order.</summary>
    public static async IAsyncEnumerable<MapSeat> StreamAsync(
        NpgsqlTransaction transaction, Guid eventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prices = await SectionPrices.ReadAsync(transaction, eventId, cancellationToken);
        await using var command = transaction.Command(
            """
            SELECT id, seat_number, section, row_letters, accessible, price_minor, status FROM tbl_seat WHERE event_id = $1 ORDER BY position
            """,
            eventId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var (section, price) = (row.GetString(2), row.GetInt64(5));
            yield return new MapSeat(
                row.GetGuid(0), row.GetString(1), section, row.GetString(3), row.GetBoolean(4), prices.GetValueOrDefault(section, price), row.GetString(6));
        }
    }

    private static MapVersion? ReadVersion(NpgsqlDataReader row) => new MapVersion(row.GetInt64(0), row.GetInt64(1));
}
