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

    /// <summary>Stores what has become of deliveries, and finds the next of the lanes that are not busy, in one round trip.</summary>
    /// <param name="source">The database.</param>
    /// <param name="done">Deliveries that were taken (null), or when to try them again.</param>
    /// <param name="now">The time.</param>
    /// <param name="busy">Lanes with a delivery under way.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellationToken">Cancels what is not stored yet.</param>
    /// <returns>The first due delivery of each lane, and when the next is due.</returns>
    public static async Task<(List<Delivery> Due, DateTimeOffset? Next)> TurnAsync(
        NpgsqlDataSource source,
        IReadOnlyCollection<(long Id, DateTimeOffset? Until)> done,
        DateTimeOffset now,
        string[] busy,
        int count,
        CancellationToken cancellationToken)
    {
        await using var batch = source.Batch(
            (
                """
                UPDATE webhook_delivery SET attempts = attempts + 1, not_before = coalesce(until, not_before),
                  delivered_at = CASE WHEN until IS NULL THEN $1::timestamptz END
                FROM unnest($2::bigint[], $3::timestamptz[]) AS done (delivery, until) WHERE id = delivery
                """,
                [now, done.Select(d => d.Id).ToArray(), done.Select(d => d.Until?.UtcDateTime).ToArray()]),
            (
                """
                SELECT DISTINCT ON (lane) delivery.id, event_id, lane, event.body, attempts
                FROM webhook_delivery delivery JOIN event ON event.id = event_id
                WHERE delivered_at IS NULL AND NOT dropped AND not_before <= $1 AND lane <> ALL ($2)
                ORDER BY lane, position LIMIT $3
                """,
                [now, busy, count]),
            (
                "SELECT min(not_before) FROM webhook_delivery WHERE delivered_at IS NULL AND NOT dropped AND lane <> ALL ($1) AND not_before > $2",
                [busy, now]));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var due = new List<Delivery>();
        while (await row.ReadAsync(cancellationToken))
        {
            due.Add(new Delivery(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4)));
        }

        await row.NextResultAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return (due, await row.IsDBNullAsync(0, cancellationToken) ? null : new DateTimeOffset(row.GetDateTime(0), TimeSpan.Zero));
    }
}
