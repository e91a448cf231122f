using Npgsql;
using TicketBooking.StripeSimulator.Data;

namespace TicketBooking.StripeSimulator.Webhooks;

internal sealed record Delivery(long Id, string EventId, string Lane, string Body, int Attempts);

/// <summary>The statements on events and their deliveries.</summary>
internal static class DeliveryTable
{
    public static Task InsertEvent(
        this NpgsqlConnection db, string id, string intentId, string type, string body, CancellationToken cancel) =>
        db.Execute("insert into event (id, payment_intent, type, body) values ($1, $2, $3, $4)", cancel, id, intentId, type, body);

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
            insert into webhook_delivery (event_id, lane, position, not_before, held, dropped)
            values ($1, $2, nextval('webhook_position'), $3, $4, $5)
            """,
            cancel, eventId, lane, notBefore, held, dropped);

    /// <summary>Turns the held deliveries round: negative positions go first, the highest of them last before.</summary>
    public static Task ReleaseHeld(this NpgsqlConnection db, DateTimeOffset now, CancellationToken cancel) =>
        db.Execute(
            "update webhook_delivery set held = false, not_before = $1, position = -position where held and delivered_at is null",
            cancel, now);

    /// <summary>The first due delivery of each lane that is not busy.</summary>
    public static Task<List<Delivery>> Due(
        this NpgsqlConnection db, DateTimeOffset now, string[] busy, int count, CancellationToken cancel) =>
        db.Rows(
            """
            select distinct on (lane) delivery.id, event_id, lane, event.body, attempts
            from webhook_delivery delivery join event on event.id = event_id
            where delivered_at is null and not dropped and not_before <= $1 and lane <> all ($2)
            order by lane, position limit $3
            """,
            row => new Delivery(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4)),
            cancel, now, busy, count);

    /// <summary>When the next delivery of an idle lane is due.</summary>
    public static async Task<DateTimeOffset?> NextDue(this NpgsqlConnection db, string[] busy, CancellationToken cancel) =>
        await db.Scalar<DateTime?>(
            "select min(not_before) from webhook_delivery where delivered_at is null and not dropped and lane <> all ($1)",
            cancel, [busy]) is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;

    public static Task Delivered(this NpgsqlConnection db, long id, DateTimeOffset now, CancellationToken cancel) =>
        db.Execute("update webhook_delivery set delivered_at = $2, attempts = attempts + 1 where id = $1", cancel, id, now);

    public static Task Postpone(this NpgsqlConnection db, long id, DateTimeOffset until, CancellationToken cancel) =>
        db.Execute("update webhook_delivery set not_before = $2, attempts = attempts + 1 where id = $1", cancel, id, until);
}
