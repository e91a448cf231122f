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
    public const int Kind = 0x42555945;

    /// <summary>
    /// Counts it in a transaction that then takes more, behind a lock that is kept until the transaction ends: of two sales to one buyer at once,
    /// neither would count what the other takes. Order of locks: booking, event gate, buyer, claims.
    /// </summary>
    public static async Task<BuyerUse> LockAsync(
        NpgsqlTransaction transaction, Guid userId, Guid eventId, BuyerOptions limits, CancellationToken cancellationToken)
    {
        await using var batch = transaction.Batch(
            ("SELECT pg_advisory_xact_lock($1, hashtext($2::text))", [Kind, userId]),
            ("SELECT live, pending, pause FROM buyer_use($1, $2, $3, $4)", [userId, eventId, limits.ExpiredHolds, limits.CoolDown]));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new BuyerUse(reader.GetInt32(0), reader.GetInt32(1), await reader.GetFieldValueAsync<TimeSpan?>(2, cancellationToken));
    }
}
