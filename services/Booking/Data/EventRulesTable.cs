using Npgsql;
using TicketBooking.Booking.Domain;
using TicketBooking.Contracts;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

internal static class EventRulesTable
{
    private const string Select =
        "SELECT status, on_sale_at, starts_at, max_seats, hold_seconds, now(), event_id, no_single_seats, version FROM tbl_event_rules WHERE event_id = $1";

    /// <summary>Keeps the rules of the highest version: older and repeated messages change nothing.</summary>
    public static Task ApplyAsync(NpgsqlTransaction transaction, EventMessage message, CancellationToken cancellationToken) =>
        transaction.Command(
            """
            INSERT INTO tbl_event_rules AS mine
              (event_id, version, status, on_sale_at, starts_at, currency, max_seats, hold_seconds, created_by, no_single_seats)
            VALUES ($1, $2, $3, $4::timestamptz, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (event_id) DO UPDATE SET
              version = excluded.version, status = excluded.status, on_sale_at = excluded.on_sale_at, starts_at = excluded.starts_at,
              currency = excluded.currency, max_seats = excluded.max_seats, hold_seconds = excluded.hold_seconds,
              created_by = excluded.created_by, no_single_seats = excluded.no_single_seats
            WHERE mine.version < excluded.version
            """,
            message.EventId,
            message.Version,
            message.Status,
            message.OnSaleAt?.ToUniversalTime(),
            message.StartsAt.ToUniversalTime(),
            message.Currency,
            message.MaxSeatsPerBooking,
            message.HoldSeconds,
            message.CreatedBy,
            message.NoSingleSeats).RunAsync(cancellationToken);

    /// <summary>Reads the rules and the database's time, which decides whether the sale is open; null for an unknown event.</summary>
    public static Task<(SaleRules Rules, DateTimeOffset Now)?> FindAsync(
        NpgsqlDataSource database, Guid eventId, CancellationToken cancellationToken) =>
        database.Command(Select, eventId).FirstAsync(Read, cancellationToken);

    public static Task<(SaleRules Rules, DateTimeOffset Now)?> FindAsync(
        NpgsqlTransaction transaction, Guid eventId, CancellationToken cancellationToken) =>
        transaction.Command(Select, eventId).FirstAsync(Read, cancellationToken);

    /// <summary>Reads the events that have not begun, or began since a time; deleted ones have no seats.</summary>
    public static Task<List<Guid>> StartingSinceAsync(NpgsqlDataSource database, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.Command($"SELECT event_id FROM tbl_event_rules WHERE starts_at >= $1 AND status <> '{EventStatuses.Deleted}' ORDER BY starts_at", since)
            .ListAsync(row => row.GetGuid(0), cancellationToken);

    private static (SaleRules Rules, DateTimeOffset Now)? Read(NpgsqlDataReader row) => (
        new SaleRules(
            row.GetGuid(6),
            row.GetString(0),
            row.IsDBNull(1) ? null : row.GetFieldValue<DateTimeOffset>(1),
            row.GetFieldValue<DateTimeOffset>(2),
            row.GetInt32(3),
            TimeSpan.FromSeconds(row.GetInt32(4)),
            row.GetBoolean(7),
            row.GetInt64(8)),
        row.GetFieldValue<DateTimeOffset>(5));
}
