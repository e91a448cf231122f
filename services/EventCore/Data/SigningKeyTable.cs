using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.EventCore.Data;

/// <summary>A key pair as stored.</summary>
/// <param name="Kid">Its id.</param>
/// <param name="PublicKey">Readable.</param>
/// <param name="PrivateKey">Encrypted.</param>
/// <param name="EncryptionKeyId">Id of the key that it is encrypted with.</param>
internal sealed record StoredKey(string Kid, byte[] PublicKey, byte[] PrivateKey, string EncryptionKeyId);

/// <summary>Signing keys, the same for all instances. Several may be valid at once: that is how they are rotated.</summary>
internal static class SigningKeyTable
{
    private const string Columns = "kid, public_key, private_key, encryption_key_id";
    private const string Valid = "(retires_at IS NULL OR retires_at > statement_timestamp())";
    public const long Lock = 0x7369676e6b6579;

    /// <summary>Due: the newest key's life ends within the lead. A key that is waiting to sign is newer than that.</summary>
    private const string AddNext = """
        INSERT INTO tbl_signing_key (kid, public_key, private_key, encryption_key_id, activates_at)
        SELECT $1, $2, $3, $4, statement_timestamp() + $5
        WHERE NOT EXISTS (
          SELECT FROM tbl_signing_key
          WHERE retires_at IS NULL AND activates_at > least(statement_timestamp(), statement_timestamp() + $5 - $6))
        """;

    private const string EndOthers = """
        UPDATE tbl_signing_key SET retires_at = (SELECT activates_at FROM tbl_signing_key WHERE kid = $1) + $2
        WHERE kid <> $1 AND retires_at IS NULL
        """;

    /// <summary>Reads every key that a valid token, or one made soon, may be signed with.</summary>
    public static Task<List<StoredKey>> PublishedAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command($"SELECT {Columns} FROM tbl_signing_key WHERE {Valid} ORDER BY activates_at DESC, kid").ListAsync(Read, cancellationToken);

    /// <summary>Reads the key that signs now.</summary>
    /// <exception cref="InvalidOperationException">Every key has retired.</exception>
    public static async Task<StoredKey> CurrentAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await database.Command(
            $"""
            SELECT {Columns} FROM tbl_signing_key WHERE {Valid} AND activates_at <= statement_timestamp()
            ORDER BY activates_at DESC, kid LIMIT 1
            """).FirstAsync(Read, cancellationToken)
        ?? throw new InvalidOperationException("No signing key is active.");

    /// <summary>
    /// Adds a key if no other can sign. Instances that start together wait for each other, and one adds; statement time, because the
    /// transaction of one that waited began before the other's key was active.
    /// </summary>
    public static Task<bool> AddFirstAsync(NpgsqlDataSource database, StoredKey key, CancellationToken cancellationToken) => database.InTransactionAsync(
        async connection =>
        {
            await connection.Command("SELECT pg_advisory_xact_lock($1)", Lock).RunAsync(cancellationToken);
            return await connection.Command(
                $"""
                INSERT INTO tbl_signing_key (kid, public_key, private_key, encryption_key_id, activates_at)
                SELECT $1, $2, $3, $4, statement_timestamp()
                WHERE NOT EXISTS (SELECT FROM tbl_signing_key WHERE {Valid} AND activates_at <= statement_timestamp())
                """,
                key.Kid,
                key.PublicKey,
                key.PrivateKey,
                key.EncryptionKeyId).RunAsync(cancellationToken) == 1;
        },
        cancellationToken);

    /// <summary>
    /// Adds the next key if it is due and none is waiting, says when the others end, and deletes those that have ended. Instances wait for
    /// each other, and one adds.
    /// </summary>
    /// <param name="database">The issuer's database.</param>
    /// <param name="next">The key to add.</param>
    /// <param name="schedule">When keys sign and end.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    public static Task<KeyRotationResult> RotateAsync(
        NpgsqlDataSource database, StoredKey next, KeySchedule schedule, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                await connection.Command("SELECT pg_advisory_xact_lock($1)", Lock).RunAsync(cancellationToken);
                var ended = await connection.Command("DELETE FROM tbl_signing_key WHERE retires_at <= statement_timestamp()").RunAsync(cancellationToken);
                var added = await connection.Command(
                    AddNext, next.Kid, next.PublicKey, next.PrivateKey, next.EncryptionKeyId, schedule.Lead, schedule.Life)
                    .RunAsync(cancellationToken) == 1;
                if (added)
                {
                    await connection.Command(EndOthers, next.Kid, schedule.Overlap).RunAsync(cancellationToken);
                }

                return new KeyRotationResult(added, ended);
            },
            cancellationToken);

    /// <summary>Encrypts the keys anew that are encrypted with another key than this: all or none. Those that have ended are deleted.</summary>
    /// <param name="database">The issuer's database.</param>
    /// <param name="encryptionKeyId">Id of the key to encrypt with.</param>
    /// <param name="encrypt">Returns the key encrypted with it.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    /// <returns>How many there were.</returns>
    public static Task<int> ReencryptAsync(
        NpgsqlDataSource database, string encryptionKeyId, Func<StoredKey, StoredKey> encrypt, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async connection =>
            {
                await connection.Command("SELECT pg_advisory_xact_lock($1)", Lock).RunAsync(cancellationToken);
                await connection.Command("DELETE FROM tbl_signing_key WHERE retires_at <= statement_timestamp()").RunAsync(cancellationToken);
                var others = await connection.Command($"SELECT {Columns} FROM tbl_signing_key WHERE encryption_key_id <> $1", encryptionKeyId)
                    .ListAsync(Read, cancellationToken);
                foreach (var key in others.Select(encrypt))
                {
                    await connection.Command(
                        "UPDATE tbl_signing_key SET private_key = $2, encryption_key_id = $3 WHERE kid = $1", key.Kid, key.PrivateKey, key.EncryptionKeyId)
                        .RunAsync(cancellationToken);
                }

                return others.Count;
            },
            cancellationToken);

    private static StoredKey Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.GetString(3));
}
