using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>What a buyer has, when it asks for more.</summary>
/// <param name="LiveSeats">Its live seats of the event.</param>
/// <param name="PendingPayments">Its bookings that wait for their payment.</param>
/// <param name="CoolDown">How long too many of its expired holds count yet; null when they are few.</param>
internal sealed record BuyerUse(int LiveSeats, int PendingPayments, TimeSpan? CoolDown)
{
    /// <summary>First half of the lock's key; keeps it apart from the other locks of this database.</summary>
    private const int Kind = 0x42555945;

    private const string Count =
        """
        SELECT
          (SELECT count(*) FROM tbl_booking booking JOIN tbl_booking_seat seat ON seat.booking_id = booking.id AND seat.cancelled_at IS NULL
           WHERE booking.user_id = $1 AND booking.event_id = $2 AND booking.status IN ('HELD', 'PENDING_PAYMENT', 'CONFIRMED')
             AND NOT (booking.status = 'HELD' AND booking.expires_at <= now()))::int,
          (SELECT count(*) FROM tbl_booking WHERE user_id = $1 AND status = 'PENDING_PAYMENT')::int,
          (SELECT expires_at - now() + $4 FROM tbl_booking WHERE user_id = $1 AND status = 'EXPIRED' AND expires_at > now() - $4
           ORDER BY expires_at DESC OFFSET $3 - 1 LIMIT 1)
        """;

    /// <summary>Counts it in a transaction that then takes more. See <see cref="Statements"/> for the lock.</summary>
    public static async Task<BuyerUse> LockAsync(
        NpgsqlTransaction transaction, Guid userId, Guid eventId, BuyerOptions limits, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Batch(Statements(userId, eventId, limits));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    /// <summary>
    /// The lock, then the count: of two sales to one buyer at once, neither would count what the other takes. It is kept until the transaction
    /// ends. Order of locks: booking, event gate, buyer, claims.
    /// </summary>
    public static (string Sql, object[] Values)[] Statements(Guid userId, Guid eventId, BuyerOptions limits) =>
    [
        ("SELECT pg_advisory_xact_lock($1, hashtext($2::text))", [Kind, userId]),
        (Count, [userId, eventId, limits.ExpiredHolds, limits.CoolDown]),
    ];

    /// <summary>Reads the answers to <see cref="Statements"/>.</summary>
    public static async Task<BuyerUse> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new BuyerUse(reader.GetInt32(0), reader.GetInt32(1), await reader.GetFieldValueAsync<TimeSpan?>(2, cancellationToken));
    }
}
