using System.Data.Common;
using Npgsql;

namespace TicketBooking.EventCore.Data;

/// <summary>A key pair as stored: the public part readable, the private part encrypted.</summary>
internal sealed record StoredKey(string Kid, byte[] PublicKey, byte[] PrivateKey);

/// <summary>Signing keys, the same for all instances. Several may be valid at once: that is how they are rotated.</summary>
internal sealed class SigningKeyTable(NpgsqlDataSource database)
{
    private const string Columns = "kid, public_key, private_key";
    private const string Valid = "(retires_at IS NULL OR retires_at > statement_timestamp())";
    public const long FirstKeyLock = 0x7369676e6b6579;

    /// <summary>Every key that a token in circulation, or one made soon, may be signed with.</summary>
    public Task<IReadOnlyList<StoredKey>> PublishedAsync(CancellationToken cancellationToken) =>
        QueryAsync($"SELECT {Columns} FROM tbl_signing_key WHERE {Valid} ORDER BY activates_at DESC, kid", cancellationToken);

    /// <summary>The key that signs now.</summary>
    /// <exception cref="InvalidOperationException">When every key has retired.</exception>
    public async Task<StoredKey> CurrentAsync(CancellationToken cancellationToken) =>
        (await QueryAsync(
            $"""
            SELECT {Columns} FROM tbl_signing_key WHERE {Valid} AND activates_at <= statement_timestamp()
            ORDER BY activates_at DESC, kid LIMIT 1
            """,
            cancellationToken)).SingleOrDefault()
        ?? throw new InvalidOperationException("No signing key is active.");

    /// <summary>
    /// Adds a key if no other can sign. Instances that start together wait for each other, and one adds; statement time, because the
    /// transaction of one that waited began before the other's key was active.
    /// </summary>
    public async Task<bool> AddFirstAsync(StoredKey key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var wait = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({FirstKeyLock})", connection);
        await wait.ExecuteNonQueryAsync(cancellationToken);
        await using var insert = new NpgsqlCommand(
            $"""
            INSERT INTO tbl_signing_key (kid, public_key, private_key, activates_at)
            SELECT $1, $2, $3, statement_timestamp()
            WHERE NOT EXISTS (SELECT FROM tbl_signing_key WHERE {Valid} AND activates_at <= statement_timestamp())
            """,
            connection)
        {
            Parameters = { new() { Value = key.Kid }, new() { Value = key.PublicKey }, new() { Value = key.PrivateKey } },
        };
        var added = await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
        await transaction.CommitAsync(cancellationToken);
        return added;
    }

    private async Task<IReadOnlyList<StoredKey>> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<StoredKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(Read(reader));
        }

        return keys;
    }

    private static StoredKey Read(DbDataReader row) => new(row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2));
}
