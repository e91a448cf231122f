using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Platform;

/// <summary>A message to park.</summary>
/// <param name="Topic">Where it came from; the dead-letter topic when that is all that is known.</param>
/// <param name="MessageId">A UUID or a hash, the same in each delivery of it.</param>
/// <param name="Key">Its key on the topic.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Error">Why it has no effect yet.</param>
/// <param name="WaitsFor">Key of what it waits for.</param>
/// <param name="IsDead">Whether only an operator tries it again.</param>
internal sealed record NewParkedMessage(
    string Topic, string MessageId, string? Key, byte[] Body, string Error, string? WaitsFor, bool IsDead);

/// <summary>A parked message that this instance tries now.</summary>
internal sealed record DueMessage(long Id, string Topic, byte[] Body);

/// <summary>A parked message as an operator sees it.</summary>
/// <param name="Id">Number by which commands name it.</param>
/// <param name="Topic">Where it came from.</param>
/// <param name="Key">Its key on the topic.</param>
/// <param name="Tries">How often it was tried from the table.</param>
/// <param name="DueAt">When it is tried next; null for a dead one.</param>
/// <param name="Error">Why it has no effect yet.</param>
internal sealed record ParkedMessage(long Id, string Topic, string? Key, int Tries, DateTimeOffset? DueAt, string Error);

/// <summary>Statements on <c>tbl_parked_message</c>, which each service with subscriptions has. A row without <c>due_at</c> is dead.</summary>
internal static class ParkedMessageTable
{
    private const int LongestText = 2000;

    private const string Insert = """
        INSERT INTO tbl_parked_message (topic, message_id, key, body, error, waits_for, due_at)
        SELECT topic, message_id, key, body, error, waits_for, CASE WHEN NOT dead THEN now() + interval '100 ms' END
        FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::boolean[])
          AS parked (topic, message_id, key, body, error, waits_for, dead)
        ON CONFLICT (topic, message_id) DO NOTHING
        """;

    // The lease is the time to the next try: an instance that dies in between leaves the message due again.
    private const string Lease = """
        UPDATE tbl_parked_message SET tries = tries + 1, due_at = now() + $2
        WHERE id IN (SELECT id FROM tbl_parked_message WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        RETURNING id, topic, body
        """;

    // A message that was released during its try stays due.
    private const string Postpone = """
        UPDATE tbl_parked_message parked SET error = late.error, waits_for = late.waits_for,
          due_at = CASE WHEN parked.due_at <= now() THEN parked.due_at
            ELSE now() + least(interval '5 min', interval '100 ms' * power(2, least(parked.tries, 20))) END
        FROM unnest($1::bigint[], $2::text[], $3::text[]) AS late (id, error, waits_for)
        WHERE parked.id = late.id
        """;

    public static Task<int> InsertAsync(NpgsqlDataSource database, IReadOnlyList<NewParkedMessage> messages, CancellationToken cancellationToken) =>
        database.Command(
            Insert,
            messages.Select(message => message.Topic).ToArray(),
            messages.Select(message => message.MessageId).ToArray(),
            messages.Select(message => Storable(message.Key)).ToArray(),
            messages.Select(message => message.Body).ToArray(),
            messages.Select(message => Storable(message.Error)).ToArray(),
            messages.Select(message => message.WaitsFor).ToArray(),
            messages.Select(message => message.IsDead).ToArray()).RunAsync(cancellationToken);

    /// <summary>Takes messages that are due, for as long as the lease lasts.</summary>
    public static Task<List<DueMessage>> LeaseAsync(NpgsqlDataSource database, int most, TimeSpan lease, CancellationToken cancellationToken) =>
        database.Command(Lease, most, lease)
            .ListAsync(row => new DueMessage(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2)), cancellationToken);

    /// <summary>Returns how long until the next message is due; null when none is.</summary>
    public static Task<TimeSpan?> NextDueAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("SELECT min(due_at) - now() FROM tbl_parked_message WHERE due_at IS NOT NULL")
            .ScalarAsync<TimeSpan?>(cancellationToken);

    public static Task PostponeAsync(
        NpgsqlDataSource database, IReadOnlyList<(long Id, Outcome Outcome)> late, CancellationToken cancellationToken) =>
        database.Command(
            Postpone,
            late.Select(message => message.Id).ToArray(),
            late.Select(message => Storable(message.Outcome.Reason)).ToArray(),
            late.Select(message => message.Outcome.WaitsFor).ToArray()).RunAsync(cancellationToken);

    /// <summary>Leaves a message to an operator.</summary>
    public static Task GiveUpAsync(NpgsqlDataSource database, long id, string error, CancellationToken cancellationToken) =>
        database.Command("UPDATE tbl_parked_message SET due_at = NULL, error = $2 WHERE id = $1", id, Storable(error)).RunAsync(cancellationToken);

    /// <summary>Deletes messages.</summary>
    /// <param name="database">The service's database.</param>
    /// <param name="ids">Their numbers; null means all.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many there were of them.</returns>
    public static Task<int> DeleteAsync(NpgsqlDataSource database, IReadOnlyList<long>? ids, CancellationToken cancellationToken) =>
        database.Command("DELETE FROM tbl_parked_message WHERE $1::bigint[] IS NULL OR id = ANY($1)", ids?.ToArray()).RunAsync(cancellationToken);

    /// <summary>Makes the messages that wait for this due at once.</summary>
    public static Task<int> ReleaseAsync(NpgsqlTransaction transaction, string waitsFor, CancellationToken cancellationToken) =>
        transaction.Command("UPDATE tbl_parked_message SET due_at = now() WHERE waits_for = $1 AND due_at > now()", waitsFor)
            .RunAsync(cancellationToken);

    /// <summary>Makes messages due at once, dead ones too.</summary>
    /// <param name="database">The service's database.</param>
    /// <param name="ids">Their numbers; null means all.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many there are of them.</returns>
    public static Task<int> RetryAsync(NpgsqlDataSource database, IReadOnlyList<long>? ids, CancellationToken cancellationToken) =>
        database.Command("UPDATE tbl_parked_message SET due_at = now() WHERE $1::bigint[] IS NULL OR id = ANY($1)", ids?.ToArray())
            .RunAsync(cancellationToken);

    /// <summary>Counts the messages that are tried again, and the dead.</summary>
    public static async Task<(long Parked, long Dead)> CountAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        await database.Command("SELECT count(due_at), count(*) - count(due_at) FROM tbl_parked_message")
            .FirstAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);

    /// <summary>Lists the oldest.</summary>
    public static Task<List<ParkedMessage>> ListAsync(NpgsqlDataSource database, int most, CancellationToken cancellationToken) =>
        database.Command("SELECT id, topic, key, tries, due_at, error FROM tbl_parked_message ORDER BY id LIMIT $1", most).ListAsync(
            row => new ParkedMessage(
                row.GetInt64(0),
                row.GetString(1),
                row.IsDBNull(2) ? null : row.GetString(2),
                row.GetInt32(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4),
                row.GetString(5)),
            cancellationToken);

    public static Task<byte[]?> FindBodyAsync(NpgsqlDataSource database, long id, CancellationToken cancellationToken) =>
        database.Command("SELECT body FROM tbl_parked_message WHERE id = $1", id).ScalarAsync<byte[]>(cancellationToken);

    // PostgreSQL's text knows no NUL, and no half of a character. A message must not be kept from its place by the words about it.
    private static string? Storable(string? text) => text?.Replace('\0', ' ') switch
    {
        { Length: > LongestText } tooLong => tooLong[..(char.IsHighSurrogate(tooLong[LongestText - 1]) ? LongestText - 1 : LongestText)],
        var whole => whole,
    };
}
