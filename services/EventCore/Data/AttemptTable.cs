using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.EventCore.Data;

/// <summary>How many attempts are free, and how long a key waits after them.</summary>
/// <param name="Free">So many may follow each other; at least two.</param>
/// <param name="FirstWait">After the last of them; doubled with each further one.</param>
/// <param name="LongestWait">Never more than this.</param>
/// <param name="ForgottenAfter">A pause of this length makes all of them free again.</param>
internal sealed record AttemptLimit(int Free, TimeSpan FirstWait, TimeSpan LongestWait, TimeSpan ForgottenAfter);

/// <summary>
/// Counts attempts, for all instances together and by the database's clock. An attempt is counted before it is made, so that many at the
/// same moment get no more through than one after the other.
/// </summary>
internal static class AttemptTable
{
    public const string Name = "tbl_attempt";

    /// <summary>Changes nothing, and returns nothing, while the key has to wait.</summary>
    private const string Count = """
        INSERT INTO tbl_attempt AS mine (key, count) VALUES ($1, 1)
        ON CONFLICT (key) DO UPDATE SET
          count = CASE WHEN mine.last_at < now() - $5 THEN 1 ELSE mine.count + 1 END,
          last_at = now(),
          blocked_until = CASE
            WHEN mine.last_at < now() - $5 THEN NULL
            WHEN mine.count + 1 >= $2 THEN now() + least($4, $3 * power(2, least(mine.count + 1 - $2, 20)))
          END
        WHERE mine.blocked_until IS NULL OR mine.blocked_until <= now()
        RETURNING mine.count
        """;

    /// <summary>Counts one attempt unless the key has to wait.</summary>
    /// <returns>How long the key has to wait; null when the attempt may be made.</returns>
    public static async Task<TimeSpan?> CountAsync(NpgsqlDataSource database, byte[] key, AttemptLimit limit, CancellationToken cancellationToken)
    {
        var counted = await database.Command(Count, key, limit.Free, limit.FirstWait, limit.LongestWait, limit.ForgottenAfter)
            .FirstAsync(row => (int?)row.GetInt32(0), cancellationToken);
        if (counted is not null)
        {
            return null;
        }

        return await database.Command("SELECT blocked_until - now() FROM tbl_attempt WHERE key = $1 AND blocked_until > now()", key)
            .FirstAsync(row => (TimeSpan?)row.GetTimeSpan(0), cancellationToken) ?? TimeSpan.FromSeconds(1);
    }

    /// <summary>Takes one attempt back, because it succeeded.</summary>
    public static Task TakeBackAsync(NpgsqlDataSource database, byte[] key, CancellationToken cancellationToken) =>
        database.Command("UPDATE tbl_attempt SET count = greatest(count - 1, 0), blocked_until = NULL WHERE key = $1", key).RunAsync(cancellationToken);

    /// <summary>Deletes the attempts of a key.</summary>
    public static Task ForgetAsync(NpgsqlDataSource database, byte[] key, CancellationToken cancellationToken) =>
        database.Command("DELETE FROM tbl_attempt WHERE key = $1", key).RunAsync(cancellationToken);

    /// <summary>Resets the attempts of a key, and records that it has succeeded.</summary>
    public static Task KnowAsync(NpgsqlDataSource database, byte[] key, CancellationToken cancellationToken) =>
        database.Command(
            """
            INSERT INTO tbl_attempt (key, count, known_at) VALUES ($1, 0, now())
            ON CONFLICT (key) DO UPDATE SET count = 0, blocked_until = NULL, last_at = now(), known_at = now()
            """,
            key).RunAsync(cancellationToken);

    public static Task<bool> IsKnownAsync(NpgsqlDataSource database, byte[] key, CancellationToken cancellationToken) =>
        database.Command("SELECT EXISTS (SELECT 1 FROM tbl_attempt WHERE key = $1 AND known_at IS NOT NULL)", key)
            .FirstAsync(row => row.GetBoolean(0), cancellationToken);

    /// <summary>Deletes what no longer matters.</summary>
    /// <returns>The number of rows deleted.</returns>
    public static Task<int> PruneAsync(NpgsqlDataSource database, TimeSpan age, TimeSpan knownAge, CancellationToken cancellationToken) =>
        database.Command(
            """
            DELETE FROM tbl_attempt
            WHERE last_at < now() - CASE WHEN known_at IS NULL THEN $1 ELSE $2 END AND coalesce(blocked_until, now()) <= now()
            """,
            age,
            knownAge).RunAsync(cancellationToken);
}
