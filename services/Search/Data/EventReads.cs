using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Data;

/// <param name="Document">What is to be found.</param>
/// <param name="DocumentVersion">Raised with each change of the row.</param>
internal sealed record StoredDocument(EventDocument Document, long DocumentVersion);

/// <summary>Reads the truth for an index.</summary>
internal static class EventReads
{
    private const string Columns =
        "id, version, status, title, description, category, language, venue_id, venue, city, starts_at, ends_at, currency, min_price_minor, max_price_minor, document_version";

    /// <summary>The present documents of events; unknown ones are left out.</summary>
    public static Task<List<StoredDocument>> FindAsync(NpgsqlDataSource database, Guid[] ids, CancellationToken cancellationToken) =>
        database.Command($"SELECT {Columns} FROM tbl_event WHERE id = ANY ($1) ORDER BY id", ids).ListAsync(Read, cancellationToken);

    /// <summary>The documents after an id, in the order of ids.</summary>
    public static Task<List<StoredDocument>> PageAsync(NpgsqlDataSource database, Guid after, int count, CancellationToken cancellationToken) =>
        database.Command($"SELECT {Columns} FROM tbl_event WHERE id > $1 ORDER BY id LIMIT $2", after, count).ListAsync(Read, cancellationToken);

    /// <summary>The events that are not deleted, with their document versions.</summary>
    public static Task<Dictionary<Guid, long>> VersionsAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        VersionsAsync(database, "SELECT id, document_version FROM tbl_event WHERE status <> 'DELETED'", cancellationToken);

    /// <summary>All events, deleted ones too, with their document versions.</summary>
    public static Task<Dictionary<Guid, long>> AllVersionsAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        VersionsAsync(database, "SELECT id, document_version FROM tbl_event", cancellationToken);

    private static async Task<Dictionary<Guid, long>> VersionsAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken) =>
        (await database.Command(sql).ListAsync(row => KeyValuePair.Create(row.GetGuid(0), row.GetInt64(1)), cancellationToken)).ToDictionary();

    private static StoredDocument Read(NpgsqlDataReader row) => new(
        new EventDocument(
            row.GetGuid(0),
            row.GetInt64(1),
            row.GetString(2),
            row.GetString(3),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            row.GetString(6),
            row.GetGuid(7),
            row.GetString(8),
            row.GetString(9),
            row.GetFieldValue<DateTimeOffset>(10),
            row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11),
            row.GetString(12),
            row.GetInt64(13),
            row.GetInt64(14)),
        row.GetInt64(15));
}
