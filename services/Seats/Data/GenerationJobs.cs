using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Seats.Data;

/// <summary>A job that this transaction has taken.</summary>
/// <param name="Message">The newest message about the event.</param>
/// <param name="TraceParent">Of the first one.</param>
/// <param name="Tries">How often it has failed.</param>
internal sealed record GenerationJob(EventMessage Message, string? TraceParent, int Tries);

/// <summary>The jobs that wait.</summary>
/// <param name="Jobs">How many.</param>
/// <param name="Failing">How many of them have failed.</param>
/// <param name="Age">How long the oldest has waited.</param>
internal sealed record WaitingJobs(long Jobs, long Failing, TimeSpan Age);

/// <summary>
/// The events whose seats are still to be generated. Each owner's jobs follow each other at a fixed speed, from when they were asked for. All
/// jobs are taken in the order in which they would end so: a small one soon, the tenth of an owner after the first of another.
/// </summary>
internal static class GenerationJobs
{
    /// <summary>Slower than generation is: else the turns of waiting jobs pass, and a later owner's job comes after all of them.</summary>
    private const int SeatsPerSecond = 10_000;

    /// <summary>First half of the lock's key; keeps it apart from the other locks of this database.</summary>
    private const int OwnerLock = 0x4F574E52;

    private const string Add = """
        INSERT INTO tbl_generation_job (event_id, owner_id, version, message, seat_count, traceparent, turn)
        SELECT $1, $2, $3, $4::jsonb, $5, $6,
          greatest(now(), (SELECT max(turn) FROM tbl_generation_job WHERE owner_id = $2)) + $5 * interval '1 second' / $7
        WHERE NOT EXISTS (SELECT 1 FROM tbl_deleted_event WHERE id = $1)
        ON CONFLICT (event_id) DO NOTHING
        """;

    private const string Keep = """
        UPDATE tbl_generation_job
        SET message = CASE WHEN version < $2 THEN $3::jsonb ELSE message END, version = greatest(version, $2)
        WHERE event_id = ANY (ARRAY (SELECT event_id FROM tbl_generation_job WHERE event_id = $1 FOR UPDATE SKIP LOCKED))
        """;

    private const string Take = """
        SELECT message, traceparent, tries FROM tbl_generation_job
        WHERE due_at <= now() AND seat_count <= $1
        ORDER BY turn
        LIMIT 1
        FOR UPDATE SKIP LOCKED
        """;

    private const string Delete = "DELETE FROM tbl_generation_job WHERE event_id = $1";

    /// <summary>Adds the job of an event, unless it has one or the event is deleted. The lock lets jobs of an owner follow each other.</summary>
    /// <returns>Whether it was added.</returns>
    public static async Task<bool> TryAddAsync(NpgsqlDataSource database, EventMessage message, int seatCount, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = transaction.Batch(
            ("SELECT pg_advisory_xact_lock($1, hashtext($2::text))", [OwnerLock, message.CreatedBy]),
            (Add,
            [
                message.EventId, message.CreatedBy, message.Version, Json(message), seatCount, (object?)Activity.Current?.Id ?? DBNull.Value,
                SeatsPerSecond,
            ]));
        var added = await batch.ExecuteNonQueryAsync(cancellationToken) == 1;
        await transaction.CommitAsync(cancellationToken);
        return added;
    }

    /// <summary>Has a waiting job generate what the newest message says.</summary>
    /// <returns>False when there is no such job, or one that has been taken.</returns>
    public static async Task<bool> TryKeepNewestAsync(NpgsqlDataSource database, EventMessage message, CancellationToken cancellationToken) =>
        await database.Command(Keep, message.EventId, message.Version, Json(message)).RunAsync(cancellationToken) == 1;

    /// <summary>Takes the next job that no other transaction has, until the transaction ends.</summary>
    /// <param name="transaction">The transaction that generates.</param>
    /// <param name="mostSeats">Of the event.</param>
    /// <param name="cancellationToken">Takes none.</param>
    /// <returns>Null when there is none.</returns>
    public static Task<GenerationJob?> TakeAsync(NpgsqlTransaction transaction, int mostSeats, CancellationToken cancellationToken) =>
        transaction.Command(Take, mostSeats).FirstAsync(
            row => new GenerationJob(
                JsonSerializer.Deserialize(row.GetString(0), ContractsJson.Default.EventMessage)!,
                row.IsDBNull(1) ? null : row.GetString(1),
                row.GetInt32(2)),
            cancellationToken);

    public static Task DeleteAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command(Delete, eventId).RunAsync(cancellationToken);

    /// <summary>Removes the job of an event that is deleted. One that has been taken is left to its transaction, which finds the event deleted.</summary>
    public static Task RemoveAsync(NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) => transaction.Command(
        Delete + " AND event_id = ANY (ARRAY (SELECT event_id FROM tbl_generation_job WHERE event_id = $1 FOR UPDATE SKIP LOCKED))", eventId)
        .RunAsync(cancellationToken);

    /// <summary>Has a failed job wait, ever longer, at most five minutes.</summary>
    public static Task PostponeAsync(NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) => database.Command(
        """
        UPDATE tbl_generation_job SET tries = tries + 1, due_at = now() + least(interval '5 min', interval '1 second' * power(2, least(tries, 20)))
        WHERE event_id = $1
        """,
        eventId).RunAsync(cancellationToken);

    /// <summary>Counts the jobs that wait, those that are being generated too.</summary>
    public static async Task<WaitingJobs> CountAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => (await database.Command(
        """
        SELECT count(*), count(*) FILTER (WHERE tries > 0), coalesce(greatest(now() - min(created_at), interval '0'), interval '0')
        FROM tbl_generation_job
        """).FirstAsync(row => new WaitingJobs(row.GetInt64(0), row.GetInt64(1), row.GetTimeSpan(2)), cancellationToken))!;

    private static string Json(EventMessage message) => JsonSerializer.Serialize(message, ContractsJson.Default.EventMessage);
}
