using TicketBooking.Booking.Data;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Payments;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>The provider's events, brought to us by hand.</summary>
internal sealed class Webhooks(World world)
{
    /// <summary>So many tries that no workflow is waited for: there is none that runs here.</summary>
    private const int Tries = 100;

    private sealed record Event(string Id, string Type, string Body);

    /// <summary>Latest first.</summary>
    public async Task ArriveAsync(Guid bookingId, int most)
    {
        var events = await world.Provider.RowsAsync(
            """
            SELECT event.id, event.type, event.body FROM payment_intent intent JOIN event ON event.payment_intent = intent.id
            WHERE intent.body #>> '{metadata,bookingId}' = $1 ORDER BY event.seq DESC LIMIT $2
            """,
            row => new Event(row.GetString(0), row.GetString(1), row.GetString(2)),
            bookingId.ToString(),
            most);
        foreach (var e in events)
        {
            if (await WebhookInbox.TryStoreAsync(world.Database, e.Id, e.Type, e.Body, intentId: null, CancellationToken.None) || await IsWaitingAsync(e))
            {
                await DeliverAsync(new StoredWebhook(e.Id, e.Type, e.Body, Tries));
            }
        }
    }

    /// <summary>What was stored has its effect sooner or later: the process that stored it may have died over it.</summary>
    public async Task DeliverWaitingAsync()
    {
        foreach (var webhook in await world.Database.RowsAsync(
            "SELECT event_id, type, payload FROM tbl_webhook_inbox WHERE delivered_at IS NULL ORDER BY received_at",
            row => new StoredWebhook(row.GetString(0), row.GetString(1), row.GetString(2), Tries)))
        {
            await DeliverAsync(webhook);
        }
    }

    /// <summary>The provider sends each webhook about refunds and disputes until it has arrived. Says how many had not, since the last time.</summary>
    public async Task<int> DeliverLostAsync()
    {
        var events = await world.Provider.RowsAsync(
            "SELECT seq, id, type, body FROM event WHERE seq > $1 AND (type LIKE 'refund.%' OR type LIKE 'charge.%') ORDER BY seq DESC",
            row => (Seq: row.GetInt64(0), Webhook: new StoredWebhook(row.GetString(1), row.GetString(2), row.GetString(3), Tries)),
            world.LastSent);
        world.LastSent = events.Select(sent => sent.Seq).Prepend(world.LastSent).Max();
        await Parallel.ForEachAsync(events.Select(sent => sent.Webhook), async (webhook, cancellationToken) =>
        {
            if (await WebhookInbox.TryStoreAsync(world.Database, webhook.EventId, webhook.Type, webhook.Payload, intentId: null, cancellationToken))
            {
                await DeliverAsync(webhook);
            }
        });
        return events.Count;
    }

    private Task DeliverAsync(StoredWebhook webhook) => world.Part<WebhookDelivery>().DeliverAsync(webhook, CancellationToken.None);

    private Task<bool> IsWaitingAsync(Event e) =>
        world.Database.ScalarAsync<bool>("SELECT delivered_at IS NULL FROM tbl_webhook_inbox WHERE event_id = $1", e.Id);
}
