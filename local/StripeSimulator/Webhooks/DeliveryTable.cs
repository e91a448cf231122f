using Npgsql;
using TicketBooking.Postgres;

namespace TicketBooking.StripeSimulator.Webhooks;

internal sealed record Delivery(long Id, string EventId, string Lane, string Body, int Attempts);

/// <summary>The statements on events and their deliveries.</summary>
internal static class DeliveryTable
{
    public static Task InsertEventAsync(
        NpgsqlConnection db, string id, string intentId, string type, string body, CancellationToken cancellationToken) =>
        db.Command("INSERT INTO event (id, payment_intent, type, body) VALUES ($1, $2, $3, $4)", id, intentId, type, body).RunAsync(cancellationToken);

    public static Task InsertDeliveryAsync(
        NpgsqlConnection db,
        string eventId,
        string lane,
        DateTimeOffset notBefore,
        bool held,
        bool dropped,
        CancellationToken cancellationToken) =>
        db.Command(
            """
            INSERT INTO webhook_delivery (event_id, lane, position, not_before, held, dropped)
            VALUES ($1, $2, nextval('webhook_position'), $3, $4, $5)
            """, eventId, lane, notBefore, held, dropped).RunAsync(cancellationToken);

    /// <summary>Turns the held deliveries round: negative positions go first, the highest of them last before.</summary>
    public static Task ReleaseHeldAsync(NpgsqlConnection db, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Command(
            "UPDATE webhook_delivery SET held = false, not_before = $1, position = -position WHERE held AND delivered_at IS NULL", now).RunAsync(cancellationToken);

    /// <summary>The first due delivery of each lane that is not busy.</summary>
    public static Task<List<Delivery>> DueAsync(
        NpgsqlConnection db, DateTimeOffset now, string[] busy, int count, CancellationToken cancellationToken) =>
        db.Command(
            """
            SELECT DISTINCT ON (lane) delivery.id, event_id, lane, event.body, attempts
            FROM webhook_delivery delivery JOIN event ON event.id = event_id
            WHERE delivered_at IS NULL AND NOT dropped AND not_before <= $1 AND lane <> ALL ($2)
            ORDER BY lane, position LIMIT $3
            """, now, busy, count).ListAsync(row => new Delivery(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4)), cancellationToken);

    /// <summary>When the next delivery of an idle lane is due.</summary>
    public static async Task<DateTimeOffset?> NextDueAsync(NpgsqlConnection db, string[] busy, CancellationToken cancellationToken) =>
        await db.Command(
            "SELECT min(not_before) FROM webhook_delivery WHERE delivered_at IS NULL AND NOT dropped AND lane <> ALL ($1)", [busy]).ScalarAsync<DateTime?>(cancellationToken) is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;

    public static Task DeliveredAsync(NpgsqlConnection db, long id, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Command("UPDATE webhook_delivery SET delivered_at = $2, attempts = attempts + 1 WHERE id = $1", id, now).RunAsync(cancellationToken);

    public static Task PostponeAsync(NpgsqlConnection db, long id, DateTimeOffset until, CancellationToken cancellationToken) =>
        db.Command("UPDATE webhook_delivery SET not_before = $2, attempts = attempts + 1 WHERE id = $1", id, until).RunAsync(cancellationToken);
}
