using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.Search.Data;

/// <summary>What a hit shows of an event.</summary>
internal sealed record HitRow(
    Guid Id,
    string Title,
    string? Description,
    string? Category,
    string Venue,
    string City,
    DateTimeOffset StartsAt,
    long MinPriceMinor,
    long MaxPriceMinor,
    string Currency,
    int AvailableSeats,
    string Status);

/// <summary>Reads hits from the truth, with the seats that are available now.</summary>
internal static class HitTable
{
    private const string Find = """
        SELECT e.id, e.title, e.description, e.category, e.venue, e.city, e.starts_at, e.min_price_minor, e.max_price_minor, e.currency,
          coalesce(a.available, 0), e.status
        FROM tbl_event e LEFT JOIN tbl_availability a ON a.event_id = e.id
        WHERE e.id = ANY ($1) AND e.status <> 'DELETED'
        """;

    /// <summary>The hits of events; deleted ones, and ones without a message yet, are left out.</summary>
    public static async Task<Dictionary<Guid, HitRow>> FindAsync(NpgsqlDataSource database, Guid[] ids, CancellationToken cancellationToken) =>
        (await database.Command(Find, ids).ListAsync(Read, cancellationToken)).ToDictionary(hit => hit.Id);

    private static HitRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.GetString(4),
        row.GetString(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetInt64(7),
        row.GetInt64(8),
        row.GetString(9),
        row.GetInt32(10),
        row.GetString(11));
}
