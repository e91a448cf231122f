using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace TicketBooking.EventCore.Data;

/// <summary>The result of deleting a venue.</summary>
internal enum VenueDeletion
{
    Deleted,
    Unknown,
    InUse,
}

/// <summary>The events' reference to their venue decides between a deletion and an event that is created at the same moment.</summary>
internal static class VenueQueries
{
    private const string EventNeedsVenue = "tbl_event_venue_id_fkey";

    public static async Task<VenueDeletion> DeleteVenueAsync(this EventCoreContext db, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            return await db.Database.ExecuteSqlAsync($"DELETE FROM tbl_venue WHERE id = {id}", cancellationToken) == 1
                ? VenueDeletion.Deleted
                : VenueDeletion.Unknown;
        }
        catch (PostgresException exception) when (IsReference(exception))
        {
            return VenueDeletion.InUse;
        }
    }

    /// <summary>Saves a new event; false when its venue is gone, and then a transaction must be rolled back.</summary>
    public static async Task<bool> TrySaveAtVenueAsync(this EventCoreContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (IsReference(exception.InnerException))
        {
            return false;
        }
    }

    private static bool IsReference(Exception? exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation, ConstraintName: EventNeedsVenue };
}
