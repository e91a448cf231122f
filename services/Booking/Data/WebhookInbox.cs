using Npgsql;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A webhook that had no effect yet.</summary>
internal sealed record StoredWebhook(string EventId, string Type, string Payload, int Attempts)
{
    /// <summary>The attempt that it is about, when that was found by the webhook's intent; then <see cref="Payload"/> is not needed and empty.</summary>
    public AttemptRow? Attempt { get; init; }
}

/// <summary>The statements on tbl_webhook_inbox.</summary>
internal static class WebhookInbox
{
    public const string Name = "tbl_webhook_inbox";

    public const string Delivered = "DELIVERED";
    public const string Applied = "APPLIED";
    public const string Ignored = "IGNORED";

    /// <summary>Stores a webhook; false when it was stored before: all deliveries of one event are one row.</summary>
    public static async Task<bool> TryStoreAsync(
        NpgsqlDataSource database, string eventId, string type, string payload, string? intentId, CancellationToken cancellationToken) =>
        await database.Command(
            """
            INSERT INTO tbl_webhook_inbox (event_id, type, payload, payment_intent_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (event_id) DO NOTHING
            """,
            eventId,
            type,
            payload,
            intentId).CommitAsync(Steps.CommitWebhookStored, cancellationToken) > 0;

    /// <summary>
    /// Leases what is due, with the attempts that it is about. When an instance dies, or a webhook has no effect, the next takes it after the
    /// lease, which doubles with each attempt up to a minute.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="lease">The first lease.</param>
    /// <param name="cancellationToken">Cancels what has not been committed.</param>
    /// <returns>What was leased, and the time until the next is due, null when none is.</returns>
    public static Task<(List<StoredWebhook> Due, TimeSpan? UntilNext)> LeaseAsync(
        NpgsqlDataSource database, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        Spans.RunAsync(Steps.CommitWebhookLeased, async () =>
        {
            await using var batch = database.Batch(
                (
                    $"""
                    WITH leased AS (
                      UPDATE tbl_webhook_inbox SET due_at = now() + least($2 * power(2, least(attempts, 10)), interval '1 minute'), attempts = attempts + 1
                      WHERE event_id IN (
                        SELECT event_id FROM tbl_webhook_inbox WHERE delivered_at IS NULL AND due_at <= now()
                        ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
                      RETURNING event_id, type, payload, attempts, payment_intent_id)
                    SELECT {PaymentAttempts.Columns}, leased.event_id, leased.type, leased.attempts, CASE WHEN attempt.id IS NULL THEN leased.payload ELSE '' END
                    FROM leased LEFT JOIN (tbl_payment_attempt attempt JOIN tbl_booking booking ON booking.id = attempt.booking_id)
                      ON attempt.payment_intent_id = leased.payment_intent_id
                    """,
                    [limit, lease]),
                ("SELECT min(due_at) - now() FROM tbl_webhook_inbox WHERE delivered_at IS NULL", []));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var due = new List<StoredWebhook>();
            while (await reader.ReadAsync(cancellationToken))
            {
                due.Add(ReadLeased(reader));
            }

            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return (due, await reader.IsDBNullAsync(0, cancellationToken) ? null : (TimeSpan?)reader.GetTimeSpan(0));
        });

    /// <summary>Finds a webhook; null when it had its effect.</summary>
    public static Task<StoredWebhook?> FindWaitingAsync(NpgsqlDataSource database, string eventId, CancellationToken cancellationToken) =>
        database.Command(
            "SELECT event_id, type, payload, attempts FROM tbl_webhook_inbox WHERE event_id = $1 AND delivered_at IS NULL",
            eventId).FirstAsync(Read, cancellationToken);

    public static Task FinishAsync(NpgsqlDataSource database, string eventId, string outcome, CancellationToken cancellationToken) =>
        database.Command(
            "UPDATE tbl_webhook_inbox SET delivered_at = now(), outcome = $2 WHERE event_id = $1 AND delivered_at IS NULL",
            eventId,
            outcome).CommitAsync(Steps.CommitWebhookFinished, cancellationToken);

    /// <summary>Deletes what was received this long ago and had its effect. The provider repeats an event for days, so this must be weeks.</summary>
    public static Task<int> PruneAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) => database.Command(
        "DELETE FROM tbl_webhook_inbox WHERE received_at < now() - $1 AND delivered_at IS NOT NULL", age).RunAsync(cancellationToken);

    private static StoredWebhook ReadLeased(NpgsqlDataReader row)
    {
        const int Next = PaymentAttempts.NextColumn;
        return new StoredWebhook(row.GetString(Next), row.GetString(Next + 1), row.GetString(Next + 3), row.GetInt32(Next + 2))
        {
            Attempt = row.IsDBNull(0) ? null : PaymentAttempts.Read(row),
        };
    }

    private static StoredWebhook Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3));
}
