using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>A row of the table as a later request finds it.</summary>
/// <param name="Fingerprint">Of the first request.</param>
/// <param name="Answer">Null until there is one.</param>
internal sealed record FirstRequest(byte[] Fingerprint, StoredAnswer? Answer);

/// <summary>
/// The service's table of keys. Each method is one round trip, committed at once. A claim has an id of its own: a request that lost it
/// after its lease can neither answer for another nor free the key.
/// </summary>
internal static class IdempotencyTable
{
    public const string Name = "tbl_idempotency_key";

    /// <summary>Whatever the transaction commits is in the log, and its caller does not wait until the log is on the disk.</summary>
    private const string WithoutDisk = "set_config('synchronous_commit', 'off', true)";

    /// <summary>
    /// For each, true for the first request with its key only. Does not wait for the disk: whatever the request commits later stands behind it
    /// in the log, so it is never there without its claim. Two instances that claim the same keys do so in the same order.
    /// </summary>
    public static async Task<IReadOnlyList<bool>> ClaimAsync(NpgsqlDataSource database, IReadOnlyList<KeyClaim> claims)
    {
        var won = await database.Command(
            $"""
            INSERT INTO {Name} (user_id, key, fingerprint, claim_id, claimed_at)
            SELECT asked.*, now() FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::uuid[]) AS asked (user_id, key, fingerprint, claim_id), {WithoutDisk}
            ORDER BY user_id, key
            ON CONFLICT (user_id, key) DO NOTHING
            RETURNING claim_id
            """,
            claims.Select(claim => claim.Key.UserId).ToArray(),
            claims.Select(claim => claim.Key.Value).ToArray(),
            claims.Select(claim => claim.Key.Fingerprint).ToArray(),
            claims.Select(claim => claim.Id).ToArray()).ListAsync(row => row.GetGuid(0), CancellationToken.None);
        var ids = won.ToHashSet();
        return [.. claims.Select(claim => ids.Contains(claim.Id))];
    }

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

    /// <summary>For each, false when the claim was lost meanwhile.</summary>
    public static Task<IReadOnlyList<bool>> CompleteAsync(NpgsqlDataSource database, IReadOnlyList<(KeyClaim, StoredAnswer)> answers) =>
        CompleteAsync(database, answers, "");

    /// <summary>As <see cref="CompleteAsync(NpgsqlDataSource, IReadOnlyList{ValueTuple{KeyClaim, StoredAnswer}})"/>, without waiting for the disk.</summary>
    public static Task<IReadOnlyList<bool>> CompleteSoonAsync(NpgsqlDataSource database, IReadOnlyList<(KeyClaim, StoredAnswer)> answers) =>
        CompleteAsync(database, answers, $"FROM {WithoutDisk}");

    /// <summary>False when the claim was lost meanwhile.</summary>
    public static async Task<bool> TryReleaseAsync(NpgsqlDataSource database, IdempotencyKey key, Guid claimId, CancellationToken cancellationToken) =>
        await database.Command(
            $"DELETE FROM {Name} WHERE user_id = $1 AND key = $2 AND claim_id = $3", key.UserId, key.Value, claimId).RunAsync(cancellationToken) == 1;

    /// <summary>Deletes keys that need not be kept any longer; says how many.</summary>
    public static Task<int> PruneAsync(NpgsqlDataSource database, TimeSpan retention, CancellationToken cancellationToken) =>
        database.Command($"DELETE FROM {Name} WHERE claimed_at < now() - $1", retention).RunAsync(cancellationToken);

    private static async Task<IReadOnlyList<bool>> CompleteAsync(
        NpgsqlDataSource database, IReadOnlyList<(KeyClaim Claim, StoredAnswer Answer)> answers, string from)
    {
        var sql = $"""
            UPDATE {Name} SET completed_at = now(), status = $4, content_type = $5, location = $6, etag = $7, body = $8 {from}
            WHERE user_id = $1 AND key = $2 AND claim_id = $3
            """;
        await using var batch = database.Batch([.. answers.Select(kept => (sql, Values(kept.Claim, kept.Answer)))]);
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        return [.. answers.Select((_, n) => batch.BatchCommands[n].RecordsAffected == 1)];
    }

    private static object[] Values(KeyClaim claim, StoredAnswer answer) =>
    [
        claim.Key.UserId, claim.Key.Value, claim.Id, answer.Status,
        answer.ContentType ?? (object)DBNull.Value, answer.Location ?? (object)DBNull.Value, answer.ETag ?? (object)DBNull.Value, answer.Body,
    ];

    private static FirstRequest Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<byte[]>(0),
        row.IsDBNull(1) ? null : new StoredAnswer(row.GetInt32(1), Text(row, 2), Text(row, 3), Text(row, 4), row.GetFieldValue<byte[]>(5)));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
