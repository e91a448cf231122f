using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>A row of the table as a later request finds it.</summary>
/// <param name="Fingerprint">Of the first request.</param>
/// <param name="Answer">Null until there is one.</param>
internal sealed record FirstRequest(byte[] Fingerprint, StoredAnswer? Answer);

/// <summary>
/// The service's table of keys. Each method is one statement, committed at once. A claim has an id of its own: a request that lost it
/// after its lease can neither answer for another nor free the key.
/// </summary>
internal static class IdempotencyTable
{
    public const string Name = "tbl_idempotency_key";

    /// <summary>
    /// True for the first request only. Does not wait for the disk: whatever the request commits later stands behind it in the log, so it is
    /// never there without its claim.
    /// </summary>
    public static async Task<bool> TryClaimAsync(NpgsqlDataSource database, IdempotencyKey key, Guid claimId, CancellationToken cancellationToken) =>
        await database.Command(
            $"""
            INSERT INTO {Name} (user_id, key, fingerprint, claim_id, claimed_at)
            SELECT $1, $2, $3, $4, now() FROM set_config('synchronous_commit', 'off', true)
            ON CONFLICT (user_id, key) DO NOTHING
            """,
            key.UserId, key.Value, key.Fingerprint, claimId).RunAsync(cancellationToken) == 1;

    /// <summary>True for one of the requests after the lease of an unanswered one has passed.</summary>
    public static async Task<bool> TryTakeOverAsync(
        NpgsqlDataSource database, IdempotencyKey key, Guid claimId, TimeSpan lease, CancellationToken cancellationToken) =>
        await database.Command(
            $"""
            UPDATE {Name} SET claim_id = $4, claimed_at = now()
            WHERE user_id = $1 AND key = $2 AND fingerprint = $3 AND status IS NULL AND claimed_at < now() - $5
            """,
            key.UserId, key.Value, key.Fingerprint, claimId, lease).RunAsync(cancellationToken) == 1;

    /// <summary>Null when the key is free.</summary>
    public static Task<FirstRequest?> FindAsync(NpgsqlDataSource database, IdempotencyKey key, CancellationToken cancellationToken) =>
        database.Command(
            $"SELECT fingerprint, status, content_type, location, etag, body FROM {Name} WHERE user_id = $1 AND key = $2",
            key.UserId, key.Value).FirstAsync(Read, cancellationToken);

    /// <summary>False when the claim was lost meanwhile.</summary>
    public static async Task<bool> TryCompleteAsync(
        NpgsqlDataSource database, IdempotencyKey key, Guid claimId, StoredAnswer answer, CancellationToken cancellationToken) =>
        await database.Command(
            $"""
            UPDATE {Name} SET completed_at = now(), status = $4, content_type = $5, location = $6, etag = $7, body = $8
            WHERE user_id = $1 AND key = $2 AND claim_id = $3
            """,
            key.UserId, key.Value, claimId, answer.Status, answer.ContentType, answer.Location, answer.ETag, answer.Body).RunAsync(cancellationToken) == 1;

    /// <summary>False when the claim was lost meanwhile.</summary>
    public static async Task<bool> TryReleaseAsync(NpgsqlDataSource database, IdempotencyKey key, Guid claimId, CancellationToken cancellationToken) =>
        await database.Command(
            $"DELETE FROM {Name} WHERE user_id = $1 AND key = $2 AND claim_id = $3", key.UserId, key.Value, claimId).RunAsync(cancellationToken) == 1;

    /// <summary>Deletes keys that need not be kept any longer; says how many.</summary>
    public static Task<int> PruneAsync(NpgsqlDataSource database, TimeSpan retention, CancellationToken cancellationToken) =>
        database.Command($"DELETE FROM {Name} WHERE claimed_at < now() - $1", retention).RunAsync(cancellationToken);

    private static FirstRequest Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<byte[]>(0),
        row.IsDBNull(1) ? null : new StoredAnswer(row.GetInt32(1), Text(row, 2), Text(row, 3), Text(row, 4), row.GetFieldValue<byte[]>(5)));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
