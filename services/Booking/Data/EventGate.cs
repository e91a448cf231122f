using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>
/// Lets no sale slip past a cancellation or a deletion: who sells holds the gate open until his commit, who ends it waits until all of those have
/// committed, and who comes later sees that it has ended. Advisory locks, because their queue is fair: on a row lock, a crowd of buyers
/// could keep the end waiting for as long as it buys. Taken after the booking's lock and before the claims'.
/// </summary>
internal static class EventGate
{
    /// <summary>First half of the lock's key, so that it is no other lock of this database.</summary>
    private const int Kind = 0x45564E54;

    /// <summary>Whether the event is cancelled, closed or deleted; it cannot become so before the end of the transaction.</summary>
    public static async Task<bool> IsCancelledAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken)
    {
        // Two statements in one round trip: the second must see what was committed while the first waited.
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands =
            {
                Statement("SELECT pg_advisory_xact_lock_shared($1, hashtext($2::text))", Kind, eventId),
                Statement(
                    """
                    SELECT 1 FROM tbl_event_rules WHERE event_id = $1 AND status <> $2
                    UNION ALL
                    SELECT 1 FROM tbl_event_closure WHERE event_id = $1
                    """,
                    eventId,
                    EventStatuses.Scheduled),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    /// <summary>Waits for those who are selling, and keeps others out until the end of the transaction.</summary>
    public static Task CloseAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command("SELECT pg_advisory_xact_lock($1, hashtext($2::text))", Kind, eventId).RunAsync(cancellationToken);

    private static NpgsqlBatchCommand Statement(string sql, params object[] values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            statement.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return statement;
    }
}
