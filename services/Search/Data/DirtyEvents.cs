using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Data;

/// <param name="EventId">The event.</param>
/// <param name="DocumentVersion">Of its row when it was leased.</param>
/// <param name="Tries">How often it was postponed since it last changed.</param>
internal sealed record DirtyEvent(Guid EventId, long DocumentVersion, int Tries);

/// <summary>
/// Events whose present document an index outside this database may not have yet. Rows that a change is being written to are skipped: the change
/// makes them due again.
/// </summary>
internal static class DirtyEvents
{
    // A row with another version has changed since, and stays due.
    private const string Unchanged = """
        event_id IN (
          SELECT d.event_id FROM tbl_dirty_event d JOIN unnest($1::uuid[], $2::bigint[]) AS had (id, version)
            ON d.event_id = had.id AND d.document_version = had.version
          FOR UPDATE OF d SKIP LOCKED)
        """;

    /// <summary>Takes what is due, first what is due longest. It is due again after the lease.</summary>
    public static Task<List<DirtyEvent>> LeaseAsync(NpgsqlDataSource database, int count, TimeSpan lease, CancellationToken cancellationToken) =>
        database.Command(
            """
            UPDATE tbl_dirty_event SET due_at = now() + $2 WHERE event_id IN (
              SELECT event_id FROM tbl_dirty_event WHERE due_at <= now() ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING event_id, document_version, tries
            """,
            count,
            lease).ListAsync(row => new DirtyEvent(row.GetGuid(0), row.GetInt64(1), row.GetInt32(2)), cancellationToken);

    /// <summary>Forgets events of which every index has these versions.</summary>
    public static Task DoneAsync(NpgsqlDataSource database, Guid[] ids, long[] versions, CancellationToken cancellationToken) =>
        database.Command($"DELETE FROM tbl_dirty_event WHERE {Unchanged}", ids, versions).RunAsync(cancellationToken);

    /// <summary>Counts a try and makes events due after the delay.</summary>
    public static Task PostponeAsync(
        NpgsqlDataSource database, Guid[] ids, long[] versions, TimeSpan delay, CancellationToken cancellationToken) =>
        database.Command($"UPDATE tbl_dirty_event SET due_at = now() + $3, tries = tries + 1 WHERE {Unchanged}", ids, versions, delay)
            .RunAsync(cancellationToken);

    /// <summary>Gives a lease back: due after the delay, with as many tries as before.</summary>
    public static Task ReleaseAsync(NpgsqlDataSource database, Guid[] ids, long[] versions, TimeSpan delay, CancellationToken cancellationToken) =>
        database.Command($"UPDATE tbl_dirty_event SET due_at = now() + $3 WHERE {Unchanged}", ids, versions, delay).RunAsync(cancellationToken);

    /// <summary>Makes events due that are not dirty.</summary>
    public static Task MarkAsync(NpgsqlDataSource database, Guid[] ids, CancellationToken cancellationToken) =>
        database.Command(
            """
            INSERT INTO tbl_dirty_event (event_id, document_version) SELECT id, document_version FROM tbl_event WHERE id = ANY ($1)
            ON CONFLICT (event_id) DO NOTHING
            """,
            ids).RunAsync(cancellationToken);

    /// <summary>How long the oldest dirty event has waited; zero when there is none.</summary>
    public static Task<TimeSpan> LagAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("SELECT coalesce(now() - min(since), interval '0') FROM tbl_dirty_event").ScalarAsync<TimeSpan>(cancellationToken);
}
