using Npgsql;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Webhooks;

internal sealed record Delivery(long Id, string EventId, string Lane, string Body, int Attempts);

/// <summary>The statements on events and their deliveries.</summary>
internal static class DeliveryTable
{
    public static Task InsertEvent(
        this NpgsqlConnection db, string id, string intentId, string type, string body, CancellationToken cancel) =>
        db.Execute("INSERT INTO event (id, payment_intent, type, body) VALUES ($1, $2, $3, $4)", cancel, id, intentId, type, body);

    public static Task InsertDelivery(
        this NpgsqlConnection db,
        string eventId,
        string lane,
        DateTimeOffset notBefore,
        bool held,
        bool dropped,
        CancellationToken cancel) =>
        db.Execute(
            """
            INSERT INTO webhook_delivery (event_id, lane, position, not_before, held, dropped)
            VALUES ($1, $2, nextval('webhook_position'), $3, $4, $5)
            """,
            cancel, eventId, lane, notBefore, held, dropped);

    /// <summary>Turns the held deliveries round: negative positions go first, the highest of them last before.</summary>
    public static Task ReleaseHeld(this NpgsqlConnection db, DateTimeOffset now, CancellationToken cancel) =>
        db.Execute(
            "UPDATE webhook_delivery SET held = false, not_before = $1, position = -position WHERE held AND delivered_at IS NULL",
            cancel, now);

    /// <summary>The first due delivery of each lane that is not busy.</summary>
    public static Task<List<Delivery>> Due(
        this NpgsqlConnection db, DateTimeOffset now, string[] busy, int count, CancellationToken cancel) =>
        db.Rows(
            """
            SELECT DISTINCT ON (lane) delivery.id, event_id, lane, event.body, attempts
            FROM webhook_delivery delivery JOIN event ON event.id = event_id
            WHERE delivered_at IS NULL AND NOT dropped AND not_before <= $1 AND lane <> ALL ($2)
            ORDER BY lane, position LIMIT $3
            """,
            row => new Delivery(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4)),
            cancel, now, busy, count);

    /// <summary>When the next delivery of an idle lane is due.</summary>
    public static async Task<DateTimeOffset?> NextDue(this NpgsqlConnection db, string[] busy, CancellationToken cancel) =>
        await db.Scalar<DateTime?>(
            "SELECT min(not_before) FROM webhook_delivery WHERE delivered_at IS NULL AND NOT dropped AND lane <> ALL ($1)",
            cancel, [busy]) is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;

    public static Task Delivered(this NpgsqlConnection db, long id, DateTimeOffset now, CancellationToken cancel) =>
        db.Execute("UPDATE webhook_delivery SET delivered_at = $2, attempts = attempts + 1 WHERE id = $1", cancel, id, now);

    public static Task Postpone(this NpgsqlConnection db, long id, DateTimeOffset until, CancellationToken cancel) =>
        db.Execute("UPDATE webhook_delivery SET not_before = $2, attempts = attempts + 1 WHERE id = $1", cancel, id, until);
}
