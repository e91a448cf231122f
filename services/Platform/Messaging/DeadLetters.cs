namespace TicketBooking.Platform;

/// <summary>
/// Keeps what reaches the app's dead-letter topic. A message that can be read only came too often while the service was away: it is tried again.
/// Any other waits for an operator.
/// </summary>
internal sealed class DeadLetters(SubscriptionTable subscriptions, ParkedMessages parked)
{
    public async Task<BulkAnswer> KeepAsync(BulkDelivery delivery, CancellationToken cancellationToken)
    {
        await parked.ParkAsync([.. delivery.Entries.Select(Read)], cancellationToken);
        return new([.. delivery.Entries.Select(entry => new EntryStatus(entry.EntryId, EntryStatus.Success))]);
    }

    private NewParkedMessage Read(BulkEntry entry)
    {
        try
        {
            var change = ChangeEvent.Parse(entry.Body);
            return subscriptions.FindByTable(change.Table) is { } subscription
                ? New(entry, subscription.Topic, change.Id, "The sidecar's retries were used up.", isDead: false)
                : New(entry, subscriptions.DeadLetterTopic, change.Id, $"Nothing here hears table {change.Table}.", isDead: true);
        }
        catch (MalformedMessageException exception)
        {
            return New(entry, subscriptions.DeadLetterTopic, id: null, exception.Message, isDead: true);
        }
    }

    private static NewParkedMessage New(BulkEntry entry, string topic, Guid? id, string error, bool isDead) =>
        new(topic, ParkedMessages.IdOf(id, entry.Body), entry.Key, entry.Body, error, WaitsFor: null, isDead);
}
