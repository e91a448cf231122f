using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Data;

/// <summary>The answer first given under a key.</summary>
internal sealed record FirstAnswer(string Fingerprint, string RequestId, Answer Answer);

/// <summary>Keys with their first answers, kept for at least a day.</summary>
internal static class IdempotencyKeys
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);

    /// <summary>Takes the key for this transaction, or returns its first answer.</summary>
    /// <exception cref="ApiException">The key is in flight, or belongs to another request.</exception>
    public static async Task<FirstAnswer?> ClaimAsync(NpgsqlConnection db, string key, string fingerprint, CancellationToken cancellationToken)
    {
        // The lock, then the question: it must see what was committed before the lock was free.
        await using var batch = db.Batch(
            ("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", [key]),
            ("SELECT fingerprint, request_id, status, body FROM idempotency_key WHERE key = $1", [key]));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        if (!row.GetBoolean(0))
        {
            throw Errors.KeyInUse(key);
        }

        await row.NextResultAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return null;
        }

        return row.GetString(0) == fingerprint
            ? new FirstAnswer(fingerprint, row.GetString(1), new Answer(row.GetInt32(2), row.GetString(3)))
            : throw Errors.KeyOfAnotherRequest(key);
    }

    public static Task KeepAsync(
        NpgsqlConnection db, string key, ApiRequest request, Answer answer, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Command(
            "INSERT INTO idempotency_key (key, fingerprint, request_id, status, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)", key, request.Fingerprint(), request.RequestId, answer.Status, answer.Body, now).RunAsync(cancellationToken);

    public static Task PruneAsync(NpgsqlConnection db, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Command("DELETE FROM idempotency_key WHERE created_at < $1", now - Kept).RunAsync(cancellationToken);
}
