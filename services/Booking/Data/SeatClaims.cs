using System.Runtime.CompilerServices;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>
/// The statements on tbl_seat_claim, which guarantees that a seat is sold once; <see cref="BookingSale"/> makes its rows. Each that changes rows locks them in the order of seat ids,
/// so that overlapping bookings wait for each other and never deadlock. Each raises the version.
/// </summary>
internal static class SeatClaims
{
    private const string Returning =
        "RETURNING claim.seat_id, seat_number, CASE claim.status WHEN 'RELEASED' THEN 'AVAILABLE' ELSE claim.status END, version";

    // A sub-select in place of a join: the planner expects few seats and looks each up by its key. Where it has no statistics it would take a
    // booking for a thousand seats, and read all claims.
    private const string OfBooking = """
        event_id = (SELECT event_id FROM tbl_booking WHERE id = $1)
          AND seat_id = ANY (ARRAY (SELECT seat_id FROM tbl_booking_seat WHERE booking_id = $1 AND cancelled_at IS NULL))
        """;

    /// <summary>Locks the claims on the seats of bookings, in the order that every writer keeps.</summary>
    public static Task LockAsync(NpgsqlTransaction transaction, Guid[] bookingIds, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            SELECT 1
            FROM unnest(
              ARRAY (
                SELECT (SELECT event_id FROM tbl_booking booking WHERE booking.id = seat.booking_id)
                FROM tbl_booking_seat seat WHERE seat.booking_id = ANY ($1) AND cancelled_at IS NULL ORDER BY seat.booking_id, seat.position),
              ARRAY (SELECT seat_id FROM tbl_booking_seat seat WHERE seat.booking_id = ANY ($1) AND cancelled_at IS NULL ORDER BY seat.booking_id, seat.position))
              AS seat (event_id, seat_id)
            JOIN tbl_seat_claim claim ON claim.event_id = seat.event_id AND claim.seat_id = seat.seat_id
            ORDER BY claim.event_id, claim.seat_id
            FOR UPDATE OF claim
            """,
            bookingIds).ListAsync(_ => true, cancellationToken);

    /// <summary>Whether each seat of a booking is its own or free. Call <see cref="LockAsync"/> before.</summary>
    public static Task<bool> AllObtainableAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            $"""
            SELECT NOT EXISTS (
              SELECT 1 FROM tbl_seat_claim claim
              WHERE {OfBooking} AND claim.booking_id <> $1
                AND (claim.status = 'BOOKED' OR (claim.status = 'HELD' AND claim.expires_at > now())))
            """,
            bookingId).FirstAsync(row => row.GetBoolean(0), cancellationToken);

    /// <summary>Whether each seat of a booking is held by itself. Call <see cref="LockAsync"/> before.</summary>
    public static Task<bool> AllOwnAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            $"""
            SELECT NOT EXISTS (
              SELECT 1 FROM tbl_seat_claim claim
              WHERE {OfBooking} AND (claim.booking_id <> $1 OR claim.status <> 'HELD'))
            """,
            bookingId).FirstAsync(row => row.GetBoolean(0), cancellationToken);

    /// <summary>Makes the seats of a booking its own for good. Call <see cref="AllObtainableAsync"/> before.</summary>
    public static Task<List<SeatChange>> BookAsync(NpgsqlTransaction transaction, Guid bookingId, CancellationToken cancellationToken) =>
        transaction.Command(
            $"""
            UPDATE tbl_seat_claim AS claim SET booking_id = $1, status = 'BOOKED', expires_at = NULL, version = version + 1
            WHERE {OfBooking} AND (claim.booking_id = $1 OR claim.status = 'RELEASED' OR (claim.status = 'HELD' AND claim.expires_at <= now()))
            {Returning}
            """,
            bookingId).ListAsync(ReadChange, cancellationToken);

    /// <summary>Frees the seats that the bookings still own; locks them in the order that every writer keeps.</summary>
    public static Task<List<(Guid BookingId, SeatChange Change)>> FreeAsync(
        NpgsqlTransaction transaction, Guid[] bookingIds, CancellationToken cancellationToken) => transaction.Command(
        $"""
        WITH own AS MATERIALIZED (
          SELECT event_id, seat_id FROM tbl_seat_claim WHERE booking_id = ANY ($1) AND status <> 'RELEASED'
          ORDER BY event_id, seat_id FOR UPDATE)
        UPDATE tbl_seat_claim AS claim SET status = 'RELEASED', expires_at = NULL, version = version + 1
        FROM own WHERE claim.event_id = own.event_id AND claim.seat_id = own.seat_id
        {Returning}, booking_id
        """,
        bookingIds).ListAsync(row => (row.GetGuid(4), ReadChange(row)), cancellationToken);

    /// <summary>Frees these seats of a booking, as far as it owns them. Call <see cref="LockAsync"/> before.</summary>
    public static Task<List<SeatChange>> FreeAsync(
        NpgsqlTransaction transaction, Guid bookingId, Guid[] seatIds, CancellationToken cancellationToken) => transaction.Command(
        $"""
        UPDATE tbl_seat_claim AS claim SET status = 'RELEASED', expires_at = NULL, version = version + 1
        WHERE {OfBooking} AND claim.booking_id = $1 AND claim.seat_id = ANY ($2) AND claim.status <> 'RELEASED'
        {Returning}
        """,
        bookingId,
        seatIds).ListAsync(ReadChange, cancellationToken);

    /// <summary>Sets when the claims end: the booking's end and the grace. Call <see cref="LockAsync"/> before.</summary>
    public static Task<List<SeatChange>> KeepAsync(
        NpgsqlTransaction transaction, Guid bookingId, TimeSpan grace, CancellationToken cancellationToken) => transaction.Command(
        $"""
        UPDATE tbl_seat_claim AS claim SET expires_at = booking.expires_at + $2, version = version + 1
        FROM tbl_booking booking
        WHERE booking.id = $1 AND claim.booking_id = $1 AND claim.status = 'HELD'
        {Returning}
        """,
        bookingId,
        grace).ListAsync(ReadChange, cancellationToken);

    /// <summary>Streams the claims of an event with the status of each one's booking, booking by booking.</summary>
    public static async IAsyncEnumerable<(Guid BookingId, string Status, SeatChange Seat)> StreamAsync(
        NpgsqlDataSource database, Guid eventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            """
            SELECT seat_id, seat_number, CASE claim.status WHEN 'RELEASED' THEN 'AVAILABLE' ELSE claim.status END, version,
              booking.id, booking.status
            FROM tbl_seat_claim claim JOIN tbl_booking booking ON booking.id = claim.booking_id
            WHERE claim.event_id = $1 ORDER BY booking.id
            """,
            eventId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            yield return (row.GetGuid(4), row.GetString(5), ReadChange(row));
        }
    }

    /// <summary>Streams the claims of an event in the order of their seats' ids.</summary>
    public static async IAsyncEnumerable<SeatChange> StreamBySeatAsync(
        NpgsqlDataSource database, Guid eventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            """
            SELECT seat_id, seat_number, CASE status WHEN 'RELEASED' THEN 'AVAILABLE' ELSE status END, version
            FROM tbl_seat_claim WHERE event_id = $1 ORDER BY seat_id
            """,
            eventId);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            yield return ReadChange(row);
        }
    }

    private static SeatChange ReadChange(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt64(3));
}
