using Npgsql;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Postgres;

namespace TicketBooking.Booking.Data;

/// <summary>A webhook that had no effect yet.</summary>
internal sealed record StoredWebhook(string EventId, string Type, string Payload, int Attempts);

/// <summary>The statements on tbl_webhook_inbox.</summary>
internal static class WebhookInbox
{
    public const string Name = "tbl_webhook_inbox";

    public const string Delivered = "DELIVERED";
    public const string Applied = "APPLIED";
    public const string Ignored = "IGNORED";

    /// <summary>Stores a webhook; false when it was stored before: all deliveries of one event are one row.</summary>
    public static async Task<bool> TryStoreAsync(
        NpgsqlDataSource database, string eventId, string type, string payload, CancellationToken cancellationToken) =>
        await database.Command(
            "INSERT INTO tbl_webhook_inbox (event_id, type, payload) VALUES ($1, $2, $3) ON CONFLICT (event_id) DO NOTHING",
            eventId,
            type,
            payload).CommitAsync(Steps.CommitWebhookStored, cancellationToken) > 0;

    /// <summary>Leases what is due. When an instance dies, the others take its webhooks after the lease.</summary>
    public static Task<List<StoredWebhook>> LeaseAsync(
        NpgsqlDataSource database, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        Spans.RunAsync(Steps.CommitWebhookLeased, () => database.Command(
            """
            UPDATE tbl_webhook_inbox SET due_at = now() + $2, attempts = attempts + 1
            WHERE event_id IN (
              SELECT event_id FROM tbl_webhook_inbox WHERE delivered_at IS NULL AND due_at <= now()
              ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING event_id, type, payload, attempts
            """,
            limit,
            lease).ListAsync(Read, cancellationToken));

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

    public static Task PostponeAsync(NpgsqlDataSource database, string eventId, TimeSpan delay, CancellationToken cancellationToken) =>
        database.Command("UPDATE tbl_webhook_inbox SET due_at = now() + $2 WHERE event_id = $1", eventId, delay)
            .CommitAsync(Steps.CommitWebhookPostponed, cancellationToken);

    /// <summary>Returns the time until one is due; null when none waits.</summary>
    public static Task<TimeSpan?> UntilNextAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command("SELECT min(due_at) - now() FROM tbl_webhook_inbox WHERE delivered_at IS NULL").FirstAsync(
            row => row.IsDBNull(0) ? null : (TimeSpan?)row.GetTimeSpan(0), cancellationToken);

    /// <summary>Deletes what was received this long ago and had its effect. The provider repeats an event for days, so this must be weeks.</summary>
    public static Task<int> PruneAsync(NpgsqlDataSource database, TimeSpan age, CancellationToken cancellationToken) => database.Command(
        "DELETE FROM tbl_webhook_inbox WHERE received_at < now() - $1 AND delivered_at IS NOT NULL", age).RunAsync(cancellationToken);

    private static StoredWebhook Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3));
}
