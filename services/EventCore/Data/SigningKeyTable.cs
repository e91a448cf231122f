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
    public const long Lock = 0x7369676e6b6579;

    /// <summary>Due: the newest key's life ends within the lead. A key that is waiting to sign is newer than that.</summary>
    private const string AddNext = """
        INSERT INTO tbl_signing_key (kid, public_key, private_key, activates_at)
        SELECT $1, $2, $3, statement_timestamp() + $4
        WHERE NOT EXISTS (
          SELECT FROM tbl_signing_key
          WHERE retires_at IS NULL AND activates_at > least(statement_timestamp(), statement_timestamp() + $4 - $5))
        """;

    private const string EndOthers = """
        UPDATE tbl_signing_key SET retires_at = (SELECT activates_at FROM tbl_signing_key WHERE kid = $1) + $2
        WHERE kid <> $1 AND retires_at IS NULL
        """;

    /// <summary>Reads every key that a valid token, or one made soon, may be signed with.</summary>
    public Task<IReadOnlyList<StoredKey>> PublishedAsync(CancellationToken cancellationToken) =>
        QueryAsync($"SELECT {Columns} FROM tbl_signing_key WHERE {Valid} ORDER BY activates_at DESC, kid", cancellationToken);

    /// <summary>Reads the key that signs now.</summary>
    /// <exception cref="InvalidOperationException">Every key has retired.</exception>
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
        await using var wait = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Lock})", connection);
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

    /// <summary>
    /// Adds the next key if it is due and none is waiting, says when the others end, and deletes those that have ended. Instances wait for
    /// each other, and one adds.
    /// </summary>
    /// <param name="next">The key to add.</param>
    /// <param name="schedule">When keys sign and end.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    public async Task<KeyRotationResult> RotateAsync(StoredKey next, KeySchedule schedule, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
        var ended = await RunAsync(connection, "DELETE FROM tbl_signing_key WHERE retires_at <= statement_timestamp()", cancellationToken);
        var added = await RunAsync(connection, AddNext, cancellationToken, next.Kid, next.PublicKey, next.PrivateKey, schedule.Lead, schedule.Life) == 1;
        if (added)
        {
            await RunAsync(connection, EndOthers, cancellationToken, next.Kid, schedule.Overlap);
        }

        await transaction.CommitAsync(cancellationToken);
        return new KeyRotationResult(added, ended);
    }

    private static async Task<int> RunAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
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
