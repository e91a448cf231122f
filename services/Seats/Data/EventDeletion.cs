using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>
/// Deletes events. Generating and deleting an event's seats lock its id, so that neither overlooks the other. A deleted event
/// leaves a row that says so, because messages about it may still come.
/// </summary>
internal static class EventDeletion
{
    /// <summary>First half of the lock's key; keeps it apart from the other locks of this database.</summary>
    private const int Kind = 0x45564E54;

    private const string IsDeleted = "SELECT EXISTS (SELECT 1 FROM tbl_deleted_event WHERE id = $1)";

    /// <summary>Locks the event's id until the transaction ends.</summary>
    /// <returns>False when the event is deleted.</returns>
    public static async Task<bool> LockUndeletedAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        await transaction.Command("SELECT pg_advisory_xact_lock($1, hashtext($2::text))", Kind, eventId).RunAsync(cancellationToken);
        return !await transaction.Command(IsDeleted, eventId).FirstAsync(row => row.GetBoolean(0), cancellationToken);
    }

    /// <summary>Those of the events that are deleted.</summary>
    public static async Task<HashSet<Guid>> DeletedAmongAsync(NpgsqlDataSource database, Guid[] eventIds, CancellationToken cancellationToken) =>
        [.. await database.Command("SELECT id FROM tbl_deleted_event WHERE id = ANY ($1)", eventIds)
            .ListAsync(row => row.GetGuid(0), cancellationToken)];

    /// <summary>
    /// Deletes an event and its seats, if they are here, and records it. Rows are locked in the order of all writers: the seats by their
    /// ids, then the event, which a change of seats locks last because others wait for it. The row that an instance locks to tell of the
    /// event goes before what that instance deletes then.
    /// </summary>
    public static async Task DeleteAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await LockUndeletedAsync(transaction, eventId, cancellationToken))
        {
            return;
        }

        await transaction.Command("INSERT INTO tbl_deleted_event (id) VALUES ($1)", eventId).RunAsync(cancellationToken);
        await GenerationJobs.RemoveAsync(transaction, eventId, cancellationToken);
        await transaction.Command("SELECT 1 FROM tbl_seat WHERE event_id = $1 ORDER BY id FOR UPDATE", eventId).RunAsync(cancellationToken);
        await transaction.Command("DELETE FROM tbl_seat WHERE event_id = $1", eventId).RunAsync(cancellationToken);
        await transaction.Command("DELETE FROM tbl_availability WHERE event_id = $1", eventId).RunAsync(cancellationToken);
        await transaction.Command("DELETE FROM tbl_event WHERE id = $1", eventId).RunAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
