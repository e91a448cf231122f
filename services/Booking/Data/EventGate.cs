using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>
/// Orders sales against the cancellation or deletion of their event. A sale takes a shared lock until its commit. What ends the event, and
/// nothing else, takes the exclusive lock: it waits for running sales, and later sales wait behind it. Advisory locks have a fair queue; on
/// a row lock, a crowd of buyers could keep the end waiting for as long as it buys. Order of locks: booking, event gate, buyer, claims.
/// </summary>
internal static class EventGate
{
    /// <summary>First half of the lock's key; keeps it apart from the other locks of this database.</summary>
    public const int Kind = 0x45564E54;

    /// <summary>Tells whether the event is cancelled, closed or deleted; it cannot become so before the transaction ends.</summary>
    public static async Task<bool> IsCancelledAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        // The lock, then the question: it must see what was committed while the lock was waited for.
        await using var batch = transaction.Batch(
            ("SELECT pg_advisory_xact_lock_shared($1, hashtext($2::text))", [Kind, eventId]), ("SELECT 1 WHERE event_is_closed($1)", [eventId]));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    /// <summary>Waits for running sales, and blocks later ones until the end of the transaction.</summary>
    public static Task CloseAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command("SELECT pg_advisory_xact_lock($1, hashtext($2::text))", Kind, eventId).RunAsync(cancellationToken);
}
