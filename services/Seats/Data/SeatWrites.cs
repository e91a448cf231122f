using Npgsql;
using NpgsqlTypes;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

internal static class SeatWrites
{
    private const string CopySeats = """
        COPY tbl_seat (id, event_id, position, seat_number, section, row_letters, number, accessible, price_minor) FROM STDIN (FORMAT BINARY)
        """;

    // Rows are locked in one order, so that two messages about the same seats cannot wait for each other.
    private const string ApplyHigherVersions = """
        WITH change AS (
            SELECT * FROM unnest($2::uuid[], $3::text[], $4::bigint[]) AS c (id, status, version)),
        known AS MATERIALIZED (
            SELECT seat.id, change.status, change.version, seat.status AS before
            FROM tbl_seat seat JOIN change USING (id)
            WHERE seat.event_id = $1
            ORDER BY seat.id
            FOR UPDATE OF seat),
        applied AS (
            UPDATE tbl_seat seat SET status = known.status, version = known.version
            FROM known
            WHERE seat.id = known.id AND seat.version < known.version
            RETURNING seat.seat_number, seat.status, known.before),
        visible AS (SELECT seat_number, status FROM applied WHERE status <> before)
        SELECT (SELECT count(*) FROM known)::int,
            (SELECT coalesce(array_agg(seat_number), '{}') FROM visible), (SELECT coalesce(array_agg(status), '{}') FROM visible)
        """;

    public static async Task CopyAsync(
        NpgsqlTransaction transaction, Guid eventId, IEnumerable<LayoutSeat> seats, CancellationToken cancellationToken)
    {
        await using var copy = await transaction.Connection!.BeginBinaryImportAsync(CopySeats, cancellationToken);
        foreach (var seat in seats)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(seat.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(eventId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(seat.Position, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(seat.SeatNumber, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(seat.Section, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(seat.Row, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(seat.Number, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(seat.Accessible, NpgsqlDbType.Boolean, cancellationToken);
            await copy.WriteAsync(seat.PriceMinor, NpgsqlDbType.Bigint, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>
    /// Sets each seat to the status of its change unless it has that of a later one. Numbers the visible changes as the event's next batch.
    /// A seat may be named once.
    /// </summary>
    /// <returns>How many of the seats exist, and the message for the live feed, if any.</returns>
    public static async Task<(int Known, SeatFeedMessage? Applied)> ApplyAsync(
        NpgsqlDataSource database, Guid eventId, SeatChange[] changes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (known, applied) = await ApplyHigherVersionsAsync(transaction, eventId, changes, cancellationToken);
        var message = applied.Length > 0
            ? new SeatFeedMessage(eventId, await SeatChangeHistory.AppendBatchAsync(transaction, eventId, applied, cancellationToken), applied)
            : null;
        await transaction.CommitAsync(cancellationToken);
        return (known, message);
    }

    private static Task<(int Known, SeatFeedChange[] Applied)> ApplyHigherVersionsAsync(
        NpgsqlTransaction transaction, Guid eventId, SeatChange[] changes, CancellationToken cancellationToken) =>
        transaction.Command(
            ApplyHigherVersions,
            eventId,
            Array.ConvertAll(changes, change => change.SeatId),
            Array.ConvertAll(changes, change => change.Status),
            Array.ConvertAll(changes, change => change.Version)).FirstAsync(ReadApplied, cancellationToken);

    private static (int Known, SeatFeedChange[] Applied) ReadApplied(NpgsqlDataReader row) => (
        row.GetInt32(0),
        [.. row.GetFieldValue<string[]>(1).Zip(row.GetFieldValue<string[]>(2), (number, status) => new SeatFeedChange(number, status))]);
}
