using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>The planner's statistics of the seats. Without them it takes an event for a few hundred seats until autovacuum comes by.</summary>
internal static class SeatStatistics
{
    /// <summary>An event that is smaller changes no plan for the worse: to read all of it takes a few milliseconds.</summary>
    private const int BigEvent = 5000;

    /// <summary>Records that an event is not in the statistics, if it is big.</summary>
    public static async Task MarkAsync(NpgsqlTransaction transaction, Guid eventId, int seatCount, CancellationToken cancellationToken)
    {
        if (seatCount >= BigEvent)
        {
            await transaction.Command("INSERT INTO tbl_unanalysed_event (event_id) VALUES ($1)", eventId).RunAsync(cancellationToken);
        }
    }

    /// <summary>Reads the events that are to be analysed.</summary>
    public static Task<List<Guid>> ListUnanalysedAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("SELECT event_id FROM tbl_unanalysed_event").ListAsync(row => row.GetGuid(0), cancellationToken);

    /// <summary>
    /// Analyses the table, whose lock lets reads and writes through. It samples 30,000 rows however many there are, and only the columns that
    /// statements look for.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="events">Those that were marked before. One that is added meanwhile keeps its mark.</param>
    /// <param name="cancellationToken">Leaves the marks.</param>
    /// <returns>False when an instance analyses it already, or autovacuum is at it, which waiting would make give up.</returns>
    public static async Task<bool> TryAnalyseAsync(NpgsqlDataSource database, List<Guid> events, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await transaction.Command("LOCK TABLE tbl_seat IN SHARE UPDATE EXCLUSIVE MODE NOWAIT").RunAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }

        await transaction.Command("ANALYZE tbl_seat (event_id, position, status)").RunAsync(cancellationToken);
        await transaction.Command("DELETE FROM tbl_unanalysed_event WHERE event_id = ANY ($1)", events).RunAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
